"""Overrides become runs as a Hydra user expects, and a mistake is found before anything runs."""

from dataclasses import replace as plain_replace

import pytest

from giants.config import as_tree, default_settings, settings
from giants.errors import InputError
from giants.sweep.assemble import assembler
from giants.sweep.axes import composer, sweep_from
from giants.sweep.replace import has, replaced
from giants.sweep.task import settings_of


@pytest.fixture(scope="module")
def base():
    return default_settings(["mexico=calibrated_autonomy"])


def test_groups_values_and_seeds_are_combined():
    words = ["name=t", "mexico=status_quo,calibrated_autonomy", "scenario=tariff_shock,us_recession"]
    _, definition = sweep_from([*words, "seed=range(3,6)", "trade.content_cost=0.1,0.2", "months=36"])
    assert definition.size == 2 * 2 * 2 * 3
    assert list(definition.seeds) == [3, 4, 5]
    seen = set()
    for i in range(definition.size):
        got = settings_of(definition, i)
        assert got.run.months == 36
        assert got.run.record == "summary"
        row = definition.row(definition.job(i))
        assert (row["mexico"], row["scenario"]) == (got.mexico.name, got.scenario.name)
        seen.add((got.mexico.name, got.scenario.name, got.trade.content_cost, got.run.seed))
    assert len(seen) == definition.size


@pytest.mark.slow
def test_a_run_of_a_sweep_has_the_settings_of_the_same_run_alone():
    words = [
        "mexico=calibrated_autonomy",
        "usa=decoupling",
        "scenario=us_recession",
        "trade.content_cost=0.2",
        "seed=5",
    ]
    swept = ["mexico=status_quo,calibrated_autonomy", "usa=cooperative,transactional,decoupling"]
    swept += ["scenario=baseline_2026,us_recession", "trade.content_cost=0.1,0.2", "seed=4,5"]
    _, definition = sweep_from(["name=t", *swept])
    alone = default_settings([*words, "record=summary", "overwrite=false"])
    assert settings_of(definition, definition.size - 1) == alone


def test_glob_takes_every_member_of_a_group():
    _, definition = sweep_from(["name=t", "states=glob(*)"])
    with composer() as hydra:
        members = hydra.loader.get_group_options("states")
    assert [label["states"] for label in definition.labels] == members


@pytest.mark.slow
def test_a_named_sweep_is_a_default_that_the_command_line_overrides():
    asked, definition = sweep_from(["sweep=policy_by_scenario", "scenario=baseline_2026", "seed=1,2", "name=mine"])
    assert asked.name == "mine"
    assert {label["scenario"] for label in definition.labels} == {"baseline_2026"}
    assert len(definition.labels) > 5
    assert list(definition.seeds) == [1, 2]


@pytest.mark.slow
def test_a_factor_may_choose_among_the_members_of_a_group():
    words = ["name=t", "uncertainty=postures", "design=lhs", "design.size=5", "mexico=status_quo,calibrated_autonomy"]
    _, definition = sweep_from(words)
    assert definition.shape == (2, 5, 1)
    pairs = {}
    for i in range(definition.size):
        row, got = definition.row(definition.job(i)), settings_of(definition, i)
        assert (row["usa"], row["china"], row["latam"]) == tuple(label_of(got, g) for g in ("usa", "china", "latam"))
        assert got.bargaining.parameters.settle == row["bargaining.settle"]
        pairs.setdefault(definition.job(i).point_id, set()).add((row["usa"], row["bargaining.settle"]))
    assert all(len(points) == 1 for points in pairs.values()), "both strategies meet the same points"


def label_of(got, group):
    name = type(getattr(got, group)).__name__
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


def test_points_of_ones_own_may_name_groups(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("scenario,trade.content_cost\nus_recession,0.1\nbaseline_2026,0.3\nus_recession,\n")
    _, definition = sweep_from(["name=t", "design=csv", f"design.file={file}"])
    got = [settings_of(definition, i) for i in range(3)]
    assert [s.scenario.name for s in got] == ["us_recession", "baseline_2026", "us_recession"]
    assert [s.trade.content_cost for s in got[:2]] == [0.1, 0.3]
    assert got[2].trade.content_cost == default_settings().trade.content_cost


def test_a_lever_that_a_strategy_lacks_is_left_out_there():
    words = [
        "name=t",
        "uncertainty=policy_levers",
        "design=lhs",
        "design.size=3",
        "mexico=status_quo,calibrated_autonomy",
    ]
    _, definition = sweep_from(words)
    for i in range(definition.size):
        got, row = settings_of(definition, i), definition.row(definition.job(i))
        assert got.mexico.security.prevention == row["mexico.security.prevention"]
        if hasattr(got.mexico.diplomacy, "red_line"):
            assert got.mexico.diplomacy.red_line == row["mexico.diplomacy.red_line"]
    assert has(settings_of(definition, 3), "mexico.industry.supplier")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("uncertainty", "design"), [("core", "oat"), ("postures", "lhs"), ("yardstick", "sobol"), ("policy_levers", "lhs")]
)
def test_every_bundled_uncertainty_fits_the_settings(uncertainty, design):
    words = ["name=t", f"uncertainty={uncertainty}", f"design={design}", "design.size=6", "design.levels=2"]
    asked, definition = sweep_from([*words, "mexico=calibrated_autonomy"])
    for i in (0, definition.size // 2, definition.size - 1):
        got = settings_of(definition, i)
        assert settings(as_tree(got)) == got, "what is replaced is what would be read"
    assert all(factor.source for factor in asked.uncertainty.factors.values())


def test_one_at_a_time_starts_from_the_configured_values_that_lie_in_their_range():
    asked, definition = sweep_from(["name=t", "uncertainty=core", "design=oat", "mexico=calibrated_autonomy"])
    default, row = default_settings(["mexico=calibrated_autonomy"]), definition.points.row(0)
    inside = 0
    for name, factor in asked.uncertainty.factors.items():
        configured = at(default, definition.points.paths(name)[0])
        if configured in factor.values if factor.values else factor.low <= configured <= factor.high:
            inside += 1
            near = pytest.approx(configured, rel=2e-3, abs=1e-9) if factor.values is None else configured
            assert row[name] == near, name
    assert inside > 25


def at(tree, path):
    tree = as_tree(tree)
    for part in path.split("."):
        tree = tree[int(part)] if isinstance(tree, list) else tree[part]
    return tree


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["mexico=status_quo"], "needs a name"),
        (["name=t", "mexico=status_quo,nobody"], "nobody"),
        (["name=t", "trade.content_cost=0.1,9.9"], r"trade\.content_cost: .* \(given: 9\.9\)"),
        (["name=t", "trade.content_csot=0.1,0.2"], "did you mean 'content_cost'"),
        (["name=t", "seed=1,1"], "seed: 1 is listed twice"),
        (["name=t", "seed=a,b"], "whole numbers only"),
        (["name=t", "seed=range(0,0)"], "no value matches"),
        (["name=t", "mexico=glob(zz*)"], "no value matches"),
        (["name=t", "seed=range(0,9,0)"], "step is zero"),
        (["name=t", "seed=range(0,2000000)"], "more than 1,000,000 values"),
        (["name=t", "trade.content_cost=interval(0,1)"], "uncertainty"),
        (["name=t", "design=lhs,sobol"], "one value only"),
        (["name=t", "design=lhs"], "nothing to vary"),
        (["name=t", "uncertainty=core"], "needs a design"),
        (["name=t", "uncertainty=core", "design=lhs", "trade.theta_short=1.0,2.0"], "by the design"),
        (["name=a/b"], "not a plain name"),
        (["name=t", "workers=0"], "workers"),
        (["name=t", "design.sise=3"], "sise"),
    ],
)
def test_a_mistake_is_told_in_one_line_before_anything_runs(words, message):
    with pytest.raises(InputError, match=message) as told:
        sweep_from(words)
    assert "\n" not in str(told.value)


def test_replacing_a_value_is_reading_a_configuration_with_it(base):
    values = {
        "seed": 9,
        "months": 24,
        "trade.theta_long.CHM": 5.0,
        "bargaining.horizon": 24,
        "mexico.security.prevention": 0.9,
        "issues.fentanyl_enforcement.value": 0.002,
        "society.region.trust.RPA": 0.5,
    }
    got = replaced(base, values)
    assert settings(as_tree(got)) == got
    assert got.run.seed == 9
    assert got.trade.theta_long["CHM"] == 5.0
    assert got.issues["fentanyl_enforcement"].value == 0.002
    assert replaced(got, {p: at(base, p) for p in values}) == base


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"mexico.security.prevention": 1.5}, r"mexico\.security\.prevention: .*\(given: 1\.5\)"),
        ({"mexico.security.prevention": "much"}, r"mexico\.security\.prevention: "),
        ({"months": 12.5}, "months: "),
        ({"trade.theta_long.99": 4.0}, r"trade\.theta_long\.99: unknown key"),
        ({"measures.weights.9": 0.1}, r"measures\.weights\.9: no such item"),
        ({"trade.theta_short.1": 4.0}, "has no parts"),
        ({"bargaining.horizn": 4}, r"bargaining\.horizn: unknown key; did you mean 'horizon'"),
        ({"issues.fentanyl": 4}, "fentanyl_enforcement"),
        ({"society.region": 1.0}, "holds several settings"),
        ({"trade.theta_long": [4.0] * 11}, r"trade\.theta_long: expected a number for each code, as in \{AGF: "),
        ({"trade.theta_long": {"AGF": 4.0}, "trade.theta_long.EXT": 3.0}, "set as a whole"),
    ],
)
def test_a_value_that_no_configuration_may_have_is_refused(base, values, message):
    with pytest.raises(InputError, match=message):
        replaced(base, values)


def test_a_condition_among_fields_is_checked_again(base):
    from dataclasses import dataclass

    @dataclass(frozen=True)
    class Pair:
        low: float
        high: float

        def __post_init__(self):
            if self.low > self.high:
                raise ValueError("low is above high")

    with pytest.raises(InputError, match="trade: low is above high"):
        replaced(plain_replace(base, trade=Pair(1.0, 2.0)), {"trade.low": 3.0})


@pytest.mark.slow
def test_assembled_configurations_are_those_that_hydra_composes():
    calls = []
    with composer() as hydra:

        def compose(words):
            calls.append(words)
            return hydra.tree(words)

        axes = {"mexico": ["status_quo", "defiance"], "scenario": ["baseline_2026", "us_recession", "tariff_shock"]}
        axes["usa"] = ["transactional", "decoupling"]
        make = assembler(compose, ["months=12", "mexico.diplomacy.diplomacy=0.4"], axes)
        assert len(calls) == 1 + 1 + 2 + 1 + 1
        for picked in (0, -1), (1, 1), (-1, 0):
            choice = {key: options[picked[key == "usa"]] for key, options in axes.items()}
            words = [f"{key}={value}" for key, value in choice.items()]
            assert make(choice) == hydra.tree(["months=12", "mexico.diplomacy.diplomacy=0.4", *words])


@pytest.mark.slow
def test_groups_that_overlap_are_composed_one_by_one():
    axes = {"mexico": ["status_quo", "defiance", "iron_fist"], "mexico/security": ["dual_track", "steady", "iron_fist"]}
    with composer() as hydra:
        make = assembler(hydra.tree, [], axes)
        choice = {"mexico": "defiance", "mexico/security": "dual_track"}
        assert make(choice) == hydra.tree(["mexico=defiance", "mexico/security=dual_track"])
        assert make(choice)[0]["mexico"]["security"]["rule"] == "dual_track"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("months,usa", "3,cooperative", "x,cooperative"), ["row 3", "months", "'x'"]),
        (("trade.content_cost", "0.1", "0.2", "-1"), ["row 4", "trade.content_cost", "-1"]),
        (("trade.content_cost,usa", "0.1,cooperative", "0.2,"), ["row 3", "empty cell"]),
    ],
)
def test_a_wrong_cell_of_a_table_of_points_is_named_by_its_row(lines, said, tmp_path):
    file = tmp_path / "points.csv"
    file.write_text("\n".join(lines) + "\n")
    with pytest.raises(InputError) as error:
        sweep_from(["name=t", "design=csv", f"design.file={file}"])
    assert "\n" not in str(error.value)
    for word in said:
        assert word in str(error.value)
