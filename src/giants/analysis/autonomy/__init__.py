"""Which strategies let Mexico decide for itself?  Figures: index and pillars, regimes over time, phase plane.

    giants-analyse autonomy PATH [--when last12]

Further figures: how often other weights and goalposts turn the order of two strategies round.
"""
