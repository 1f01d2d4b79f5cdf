"""Which strategies let Mexico decide for itself?  Figures: index and pillars, regimes over time, phase plane,
rank reversal.

    giants-analyse autonomy PATH [--when last12]

Rank reversal: how often other weights and goalposts turn the order of two strategies round.
"""
