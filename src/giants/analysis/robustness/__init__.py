"""Which strategies hold up over many futures?  Figures: ranks by eleven metrics, regret, Kendall's tau.

    giants-analyse robustness PATH [--measure index] [--reference status_quo]

Seeds are averaged within a future before any metric is taken; the domain criterion (all pillars at 0.5 or above and
income at least that of the reference less 0.5%) is primary.
"""
