"""Which plank carries a strategy?  Figures: Shapley shares of each plank with their costs; what planks add together.

    giants-analyse planks PATH [--measure index,disposable_mex]

PATH is a sweep of experiment=planks: each plank of one strategy or of the other, in every combination.
"""
