"""What does each strategy give in each future?  Figures: the index, income and homicides by strategy, a panel a future.

    giants-analyse futures PATH [--reference status_quo]

Futures are never pooled, and intervals are over luck alone.  Says by which criteria each strategy fails, and where.
"""
