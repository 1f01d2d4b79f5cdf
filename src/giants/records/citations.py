"""What to cite beside this software when a run is used: the models and estimates that each phase rests on.

Docstrings cite each formula where it stands; these are the principal ones.  Sources of the figures are in
``giants/data/SOURCES.md``.
"""

from collections.abc import Mapping

CITATIONS: Mapping[str, tuple[str, ...]] = {
    "trade": (
        "Caliendo and Parro (2015), Estimates of the Trade and Welfare Effects of NAFTA, "
        "Review of Economic Studies 82(1), 1-44",
        "Dekle, Eaton and Kortum (2007), Unbalanced Trade, American Economic Review 97(2), 351-355",
        "Boehm, Levchenko and Pandalai-Nayar (2023), The Long and Short (Run) of Trade Elasticities, "
        "American Economic Review 113(4), 861-905",
        "Johnson and Noguera (2012), Accounting for Intermediates: Production Sharing and Trade in Value Added, "
        "Journal of International Economics 86(2), 224-236",
    ),
    "bargaining": (
        "Nash (1950), The Bargaining Problem, Econometrica 18(2), 155-162",
        "Kalai (1977), Nonsymmetric Nash Solutions and Replications of 2-Person Bargaining, "
        "International Journal of Game Theory 6(3), 129-133",
        "Fearon (1994), Domestic Political Audiences and the Escalation of International Disputes, "
        "American Political Science Review 88(3), 577-592",
        "Morgan, Bapat and Kobayashi (2014), Threat and Imposition of Economic Sanctions 1945-2005: Updating the TIES "
        "Dataset, Conflict Management and Peace Science 31(5), 541-558",
        "Putnam (1988), Diplomacy and Domestic Politics: The Logic of Two-Level Games, "
        "International Organization 42(3), 427-460",
        "Bernheim and Whinston (1986), Menu Auctions, Resource Allocation, and Economic Influence, "
        "Quarterly Journal of Economics 101(1), 1-31",
        "Horn and Wolinsky (1988), Bilateral Monopolies and Incentives for Merger, "
        "RAND Journal of Economics 19(3), 408-419",
    ),
    "invest": (
        "McFadden (1974), Conditional Logit Analysis of Qualitative Choice Behavior, "
        "in Zarembka (ed.), Frontiers in Econometrics, Academic Press, 105-142",
        "Dixit and Pindyck (1994), Investment under Uncertainty, Princeton University Press",
    ),
    "labour": (
        "Blanchflower and Oswald (1994), The Wage Curve, MIT Press",
        "Davis and Haltiwanger (1992), Gross Job Creation, Gross Job Destruction, and Employment Reallocation, "
        "Quarterly Journal of Economics 107(3), 819-863",
    ),
    "security": (
        "Prieto-Curiel, Campedelli and Hope (2023), Reducing Cartel Recruitment Is the Only Way to Lower Violence in "
        "Mexico, Science 381(6664), 1312-1316",
        "Magliocca et al. (2019), Modeling Cocaine Traffickers and Counterdrug Interdiction Forces as a Complex "
        "Adaptive System, PNAS 116(16), 7784-7792",
        "Dell, Feigenberg and Teshima (2019), The Violent Consequences of Trade-Induced Worker Displacement in Mexico, "
        "American Economic Review: Insights 1(1), 43-58",
        "Lindo and Padilla-Romo (2018), Kingpin Approaches to Fighting Crime and Community Violence: Evidence from "
        "Mexico's Drug War, Journal of Health Economics 58, 253-268",
    ),
    "measures": (
        "Hirschman (1945), National Power and the Structure of Foreign Trade, University of California Press",
        "OECD and JRC (2008), Handbook on Constructing Composite Indicators: Methodology and User Guide, "
        "OECD Publishing",
        "Bailey, Strezhnev and Voeten (2017), Estimating Dynamic State Preferences from United Nations Voting Data, "
        "Journal of Conflict Resolution 61(2), 430-456",
    ),
}


def principal() -> list[str]:
    """Return every principal source once, in the order of the phases."""
    return [source for sources in CITATIONS.values() for source in sources]
