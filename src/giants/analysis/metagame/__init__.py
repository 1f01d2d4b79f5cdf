"""Which mix survives when Washington and Beijing answer it?  Figures: map of best responses, equilibria over weights,
payoff components with their range.

    giants-analyse metagame PATH [--draws 400]

PATH is a sweep of experiment=metagame: Mexico's strategies, US postures and Chinese postures on common seeds.  The game
is open loop: each side chooses once, for ten years, and knows what the others chose.  Mixed equilibria of three sides
need the extra `games` (pygambit, GPL-2; nashpy, MIT); pure and logit equilibria need nothing.
"""
