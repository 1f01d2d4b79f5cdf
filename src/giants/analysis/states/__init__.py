"""Where does it happen?  Figures: tile maps of 32 states over the years, and strategies less the status quo; or one
state year by year with intervals.

    giants-analyse states PATH [--measure homicides] [--sector AUT] [--intervals]
    giants-analyse states PATH --state Sinaloa --measure homicides [--reference iron_fist]
    giants-analyse states PATH --state "Nuevo Leon" --sector AUT --measure jobs

Measures are columns of the tables of states (homicides, capture, groups, real_wage, fdi_state, ...) and of states by
sector (jobs, capacity, output, exports).
"""
