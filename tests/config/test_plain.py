"""Plain words are composed without Hydra, and to the same configuration."""

import json
import shutil

import pytest

from giants import plain
from giants.compose import composed, conf_dir, finished, open_tree

RUN_GROUPS = ("mexico", "usa", "china", "latam", "states", "cartels", "firms", "politics", "scenario", "bargaining")
CHOICES = [
    f"{path.parent.relative_to(conf_dir()).as_posix()}={path.stem}"
    for group in RUN_GROUPS
    for path in sorted((conf_dir() / group).rglob("*.yaml"))
]
MIXED = [
    ["mexico=defiance", "mexico/security=dual_track", "mexico.security.prevention=0.5", "seed=3", "threats=false"],
    ["politics=drawn", "politics.postures.coercive.pressure=0.7", "start=2027-01", "name=a_b", "runs_dir=/tmp/x"],
]


def both(words):
    """Return what we compose of `words` and what Hydra does, as text, which keeps the order of keys."""
    simple = plain.compose(conf_dir(), words)
    assert simple is not None
    with open_tree() as loader:
        return json.dumps(finished(*simple, words)), json.dumps(composed(loader, words)[0])


@pytest.mark.parametrize("words", MIXED, ids=" ".join)
def test_plain_words_give_what_hydra_gives(words):
    ours, hydras = both(words)
    assert ours == hydras


@pytest.mark.slow
@pytest.mark.parametrize("word", CHOICES)
@pytest.mark.filterwarnings("ignore:mexico.diplomacy")
def test_every_bundled_choice_is_what_hydra_makes_of_it(word):
    ours, hydras = both([word])
    assert ours == hydras


@pytest.mark.parametrize(
    "words",
    [
        ["seed=1,2"],
        ["seed=1", "seed=2"],
        ["mexico=nobody"],
        ["mexico/nothing=steady"],
        ["nothing=1"],
        ["mexico.security=1"],
        ["plugins=[a]"],
        ["++states.exceptions.SIN=strained"],
        ["seed=1e3"],
        ["name='a b'"],
        ["mexico=null"],
    ],
    ids=" ".join,
)
def test_what_is_not_plain_is_left_to_hydra(words):
    assert plain.compose(conf_dir(), words) is None


@pytest.mark.parametrize(
    "text",
    [
        "pressure: ${seed}\n",
        "# @package _global_\npressure: 1\n",
        "pressure: ???\n",
        "pressure: 1\npressure: 2\n",
        "- 1\n",
        "defaults: [_self_, cooperative]\n",
        "defaults: [{override /china: inward}]\n",
        "pressure: {\n",
    ],
)
def test_a_file_that_needs_hydra_is_left_to_it(tmp_path, text):
    shutil.copytree(conf_dir(), tmp_path / "conf")
    (tmp_path / "conf" / "usa" / "transactional.yaml").write_text(text)
    assert plain.compose(tmp_path / "conf", []) is None


def test_a_number_with_an_exponent_is_a_number_and_a_date_a_word(tmp_path):
    (tmp_path / "one.yaml").write_text("a: 2e-3\nb: 2026-08-01\nc: yes\n")
    assert plain.load(tmp_path / "one.yaml") == {"a": 0.002, "b": "2026-08-01", "c": True}
