"""Which uncertainties drive an outcome?  Figures: Morris or Sobol indices with intervals, PAWN with a dummy
threshold, drivers year by year; share of luck.

    giants-analyse sensitivity PATH [--measure index] [--strategy calibrated_autonomy]

The design decides the method: Morris for design=morris, Sobol for design=saltelli; for other designs Sobol indices of
an emulator, whose R2 on held-out runs is told, and which are not shown if it is below one half.  PAWN always works on
the runs themselves.  Runs that differ in strategy or future are not averaged unless --average says so.
"""
