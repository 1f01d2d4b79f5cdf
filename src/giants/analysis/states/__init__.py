"""Where does it happen?  Figures: tile maps of 32 states over the years, and strategies less the status quo.

    giants-analyse states PATH [--column homicides]

Columns are those of the table of states: homicides, capture, groups, real_wage, fdi_state, tariff_exposure, ...
"""
