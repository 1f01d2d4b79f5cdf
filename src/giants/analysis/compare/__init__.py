"""What changes against a reference strategy?  Figures: paired differences on common seeds with 95% intervals; are
there seeds enough?

    giants-analyse compare PATH [--reference status_quo] [--measure index,disposable_mex]
    giants-analyse compare A B        two runs, two sweeps, a run and its branch: common seeds paired, settings compared

Second figure: the half width of the interval against the number of seeds, so that one can see how many are enough.
"""
