"""What does a point of autonomy cost in income?  Figure: Pareto cloud of index and income, coloured by violence.

A point is 0.01 of the index, which runs from 0 to 1.

    giants-analyse trade_offs PATH [--reference status_quo]
"""
