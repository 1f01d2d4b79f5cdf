"""What does a point of autonomy cost in income?  Figures: Pareto cloud of index and income, coloured by violence;
prices with Fieller's interval; strategies beside the candidates of a search.

    giants-analyse trade_offs PATH [--reference status_quo] [--search DIR]

A point is 0.01 of the index, which runs from 0 to 1.
"""
