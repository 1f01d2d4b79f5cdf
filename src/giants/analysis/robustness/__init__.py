"""Which strategies hold up over many futures?  Figure: ranks by eleven metrics; also regret and Kendall's tau.

    giants-analyse robustness PATH [--measure index] [--reference status_quo]

Seeds are averaged within a future before any metric is taken; the domain criterion (all pillars at 0.5 or above and
income at least that of the reference less 0.5%) is primary.
"""
