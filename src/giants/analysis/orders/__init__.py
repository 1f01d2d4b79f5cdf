"""In which share of futures does the order of strategies hold?  Figures: share of futures by pair, on the whole index,
on outcomes and on each pillar; the boxes in which a strategy falls behind.

    giants-analyse orders PATH [--strategy calibrated_autonomy] [--reference status_quo]

PATH is a sweep over futures, e.g. experiment=futures.
"""
