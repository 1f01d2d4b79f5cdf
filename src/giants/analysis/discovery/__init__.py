"""Under which futures does it fail?  Figures: the PRIM box and its peeling path, objectives side by side; a
classification tree as cross-check.

    giants-analyse discovery PATH [--fail 'index<25%'] [--strategy calibrated_autonomy]

Rules of failure: 'not calibrated', MEASURE<NUMBER, MEASURE>NUMBER, or with a percentage of the distribution over all
runs.  The box is printed in words.
"""
