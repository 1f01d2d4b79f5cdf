"""Do the groups shrink, and does violence fall?  Figures: members, groups, homicides, drugs over time; corridors.

giants-analyse security PATH
"""
