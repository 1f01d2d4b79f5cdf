"""How long does each strategy last?  Figures: when signposts fire under each strategy; share of runs in which each
has not fired yet.

    giants-analyse pathways PATH [--signpost 'us_tariff>15' --signpost 'sovereignty<0.3']

Compares the adaptive strategy with static ones on the same seeds where the runs hold one.  They are alike in the
baseline, where no trigger of `adaptive_autonomy` fires; include `scenario=tariff_shock` or `usa=maximal_pressure`.
"""
