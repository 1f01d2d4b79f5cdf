"""Does what was named before any run come out?  Figures: known groups under three conventions; the corners by outcome.

    giants-analyse predictions PATH

PATH is a sweep of experiment=known_groups, corners or metagame.  The predictions stand in
data/predictions/autonomy.csv; a miss is printed as a miss.
"""
