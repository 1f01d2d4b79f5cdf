"""What changes against a reference strategy?  Figures: paired differences on common seeds with 95% intervals; are
there seeds enough?

    giants-analyse compare PATH [--reference status_quo] [--measure index,disposable_mex]

Second figure: the half width of the interval against the number of seeds, so that one can see how many are enough.
"""
