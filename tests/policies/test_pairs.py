"""Every strategy goes with every rule of every plank: what the rule lacks is dropped with a note, never an error."""

import warnings

import pytest
import yaml

from giants.__main__ import main
from giants.compose import composed, conf_dir, open_tree
from giants.config import settings
from giants.errors import InputError
from giants.policies import rule_name
from giants.symbols import PLANKS

STRATEGIES = sorted(p.stem for p in (conf_dir() / "mexico").glob("*.yaml"))
CHOICES = {plank: sorted(p.stem for p in (conf_dir() / "mexico" / plank).glob("*.yaml")) for plank in PLANKS}
MOST = max(map(len, CHOICES.values()))
ROUNDS = [[(plank, known[i % len(known)]) for plank, known in CHOICES.items()] for i in range(MOST)]
"""One choice for every plank, so often that each is made; planks do not touch one another."""


def composed_of(*words, config="config"):
    """Return the composed tree (or that of one strategy) and the keys of which it was said that they are dropped."""
    with warnings.catch_warnings(record=True) as said, open_tree() as loader:
        warnings.simplefilter("always")
        tree, _ = composed(loader, words, config)
    return tree, [str(one.message).partition("=")[0] for one in said if "is dropped" in str(one.message)]


@pytest.fixture(scope="module")
def usual():
    return {strategy: composed_of(config=f"mexico/{strategy}")[0]["mexico"] for strategy in STRATEGIES}


@pytest.fixture(scope="module")
def rest():
    return composed_of()[0]


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("chosen", ROUNDS, ids=lambda chosen: "-".join(choice for _, choice in chosen))
def test_a_strategy_goes_with_any_rule_and_only_what_that_rule_lacks_is_dropped(strategy, chosen, usual, rest):
    tree, dropped = composed_of(*(f"mexico/{plank}={choice}" for plank, choice in chosen), config=f"mexico/{strategy}")
    made, lacking = settings(rest | tree), set()
    for plank, choice in chosen:
        assert rule_name(type(getattr(made.mexico, plank))) == choice
        alone = yaml.safe_load((conf_dir() / "mexico" / plank / f"{choice}.yaml").read_text())
        own = yaml.safe_load((conf_dir() / "mexico" / f"{strategy}.yaml").read_text()).get(plank, {})
        lacking |= {f"mexico.{plank}.{key}" for key in own if key not in alone}
        assert tree["mexico"][plank] == alone | {key: own[key] for key in own if key in alone}
    assert set(dropped) == lacking
    assert all(tree["mexico"][key] == usual[strategy][key] for key in tree["mexico"] if key not in PLANKS)


def test_a_rule_that_is_chosen_for_a_plank_leaves_the_others_as_they_were(usual):
    tree, _ = composed_of("mexico/security=dual_track", config="mexico/defiance")
    others = [key for key in tree["mexico"] if key != "security"]
    assert all(tree["mexico"][key] == usual["defiance"][key] for key in others)


@pytest.fixture
def own_rule(monkeypatch, tmp_path):
    """A folder with a rule of the user's own that has few fields, as a plug-in might bring it."""
    monkeypatch.chdir(tmp_path)
    for plank in PLANKS:
        place = tmp_path / "conf" / "mexico" / plank
        place.mkdir(parents=True)
        (place / "bare.yaml").write_text("rule: bare\n")
    return tmp_path


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_new_rule_takes_nothing_over_from_any_strategy_that_it_does_not_have(strategy, own_rule):
    tree, _ = composed_of(*(f"mexico/{plank}=bare" for plank in PLANKS), config=f"mexico/{strategy}")
    assert [tree["mexico"][plank] for plank in PLANKS] == [{"rule": "bare"}] * len(PLANKS)


def test_a_key_that_was_typed_is_refused_where_the_rule_lacks_it():
    with pytest.raises(InputError, match=r"mexico\.diplomacy\.linkage: unknown key"):
        settings(composed_of("mexico/diplomacy=accommodate", "mexico.diplomacy.linkage=0.4")[0])


def test_a_misspelt_key_of_a_strategys_own_file_is_refused_and_not_dropped(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "conf" / "mexico"
    place.mkdir(parents=True)
    text = (conf_dir() / "mexico" / "defiance.yaml").read_text().replace("name: defiance\n", "")
    (place / "mine.yaml").write_text(text.replace("intelligence_sharing", "intelligence_shraing"))
    with pytest.raises(InputError, match="intelligence_shraing: unknown key"):
        settings(composed_of("mexico=mine")[0])


def test_the_configuration_that_is_shown_is_the_one_that_is_run(monkeypatch, capfd):
    words = ["mexico=latin_american_turn", "mexico/diplomacy=accommodate"]
    monkeypatch.setattr("sys.argv", ["giants", *words, "--cfg", "job"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    shown = capfd.readouterr()
    assert yaml.safe_load(shown.out) == composed_of(*words)[0]
    assert "giants: note: mexico.diplomacy.coalition=0.8 is dropped: accommodate has no coalition" in shown.err
