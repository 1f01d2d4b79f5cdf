"""From runs to an argument: what the scripts of `analysis/` compute, for notebooks.

    from giants import analysis

    runs = analysis.load("runs/first")
    analysis.paired(runs, ["index", "real_income_mex"], reference="status_quo")

Figures are in `giants.viz`: each module has `piece(runs, ...)` with sentences, tables and figures.
"""
