"""How long does each strategy last?  Figure: share of runs in which each signpost has not fired yet.

    giants-analyse pathways PATH [--signpost 'us_tariff>15' --signpost 'sovereignty<0.3']

Compares the adaptive strategy with static ones on the same seeds where the runs hold one.
"""
