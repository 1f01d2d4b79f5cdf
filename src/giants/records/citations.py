"""What to cite beside this software when a run is used: the models and estimates that each phase rests on.

Docstrings cite each formula where it stands; these are the principal ones (titles, volumes and pages from memory,
unverified: check them before you print them).  Sources of the figures are in
``giants/data/SOURCES.md``.
"""

from collections.abc import Mapping

CITATIONS: Mapping[str, tuple[str, ...]] = {
    "trade": (
        "Caliendo and Parro (2015), Estimates of the Trade and Welfare Effects of NAFTA, "
        "Review of Economic Studies 82(1)",
        "Dekle, Eaton and Kortum (2007), Unbalanced Trade, American Economic Review 97(2)",
        "Boehm, Levchenko and Pandalai-Nayar (2023), The Long and Short (Run) of Trade Elasticities, "
        "American Economic Review 113(4)",
        "Johnson and Noguera (2012), Accounting for Intermediates, Journal of International Economics 86(2)",
    ),
    "policy": (
        "Nash (1950), The Bargaining Problem, Econometrica 18(2)",
        "Kalai (1977), Nonsymmetric Nash Solutions and Replications of 2-Person Bargaining, "
        "International Journal of Game Theory 6",
        "Fearon (1994), Domestic Political Audiences and the Escalation of International Disputes, "
        "American Political Science Review 88(3)",
        "Morgan, Bapat and Krustev (2009), The Threat and Imposition of Economic Sanctions, 1971-2000, "
        "Conflict Management and Peace Science 26(1)",
        "Putnam (1988), Diplomacy and Domestic Politics: The Logic of Two-Level Games, "
        "International Organization 42(3)",
        "Bernheim and Whinston (1986), Menu Auctions, Resource Allocation, and Economic Influence, "
        "Quarterly Journal of Economics 101(1)",
        "Horn and Wolinsky (1988), Bilateral Monopolies and Incentives for Merger, RAND Journal of Economics 19(3)",
    ),
    "invest": (
        "McFadden (1974), Conditional Logit Analysis of Qualitative Choice Behavior, in Frontiers in Econometrics",
        "Dixit and Pindyck (1994), Investment under Uncertainty, Princeton University Press",
    ),
    "labour": (
        "Blanchflower and Oswald (1994), The Wage Curve, MIT Press",
        "Davis and Haltiwanger (1992), Gross Job Creation, Gross Job Destruction, and Employment Reallocation, "
        "Quarterly Journal of Economics 107(3)",
    ),
    "security": (
        "Prieto-Curiel, Campedelli and Hope (2023), Reducing Cartel Recruitment Is the Only Way to Lower Violence in "
        "Mexico, Science 381(6664)",
        "Magliocca et al. (2019), Modeling Cocaine Traffickers and Counterdrug Interdiction Forces as a Complex "
        "Adaptive System, PNAS 116(16)",
        "Dell, Feigenberg and Teshima (2019), The Violent Consequences of Trade-Induced Worker Displacement in Mexico, "
        "American Economic Review: Insights 1(1)",
        "Lindo and Padilla-Romo (2018), Kingpin Approaches to Fighting Crime and Community Violence, "
        "Journal of Health Economics 58",
    ),
    "measures": (
        "Hirschman (1945), National Power and the Structure of Foreign Trade, University of California Press",
        "OECD and JRC (2008), Handbook on Constructing Composite Indicators, OECD Publishing",
        "Bailey, Strezhnev and Voeten (2017), Estimating Dynamic State Preferences from United Nations Voting Data, "
        "Journal of Conflict Resolution 61(2)",
    ),
}


def principal() -> list[str]:
    """Return every principal source once, in the order of the phases."""
    return [source for sources in CITATIONS.values() for source in sources]
