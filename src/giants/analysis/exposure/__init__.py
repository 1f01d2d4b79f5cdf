"""Who can hurt whom?  Figures: ladder of threats with the credible region, convexity of power, partners.

    giants-analyse exposure PATH

The first two stand on 2023 data and the trade block; the third reads the table of pairs of the runs.
"""
