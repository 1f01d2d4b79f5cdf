"""The typed settings of a run: one frozen tree, checked before anything runs.

Composed values come in as plain dicts (see ``compose.py``); every mistake ends as one line that names the key, the
value, what is allowed and the nearest valid name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from importlib import metadata
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field

from giants import answers, exceptions, renames
from giants.answers import Answer
from giants.bargaining.instruments import Instrument
from giants.bargaining.instruments import load as load_instruments
from giants.bargaining.issues import Issue
from giants.bargaining.issues import load as load_issues
from giants.bargaining.parameters import Parameters as BargainingParameters
from giants.bargaining.rules import RULES as BARGAINING_RULES
from giants.bargaining.rules import BargainingSettings
from giants.compose import POPULATIONS, RULE_GROUPS, chosen
from giants.errors import InputError, MissingSettingError, UnknownSettingError
from giants.invest.parameters import InvestParameters
from giants.measures.parameters import MeasuresParameters
from giants.names import PlainName, plain
from giants.policies import RULES, rule_name
from giants.policies.strategy import SIGNPOSTS, Strategy, Trigger
from giants.politics import Politics
from giants.scenario import Month, Scenario
from giants.schema import build, nearest, short
from giants.security.parameters import SecurityParameters
from giants.society.parameters import SocietyParameters
from giants.symbols import PLANKS
from giants.trade.parameters import TradeParameters

PLUGINS = "giants.rules"
"""Entry-point group by which an installed package offers rules; a run trusts those it names in `plugins`."""

_GROUPS = {**RULES, **BARGAINING_RULES}


@dataclass(frozen=True)
class Branch:
    """The run that this one goes on from, and the month from which its own settings hold."""

    run: Annotated[str, Field(min_length=1)]
    """folder of the parent"""
    month: Month
    digest: str
    """of what the parent's folder held"""


@dataclass(frozen=True)
class RunSettings:
    """How long, from when, with which luck, and what to keep."""

    name: PlainName | None
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    months: Annotated[int, Field(ge=1, le=1200)]
    start: Month
    runs_dir: Annotated[str, Field(min_length=1)]
    overwrite: bool
    record: Literal["summary", "yearly", "monthly", "full"]
    threats: bool
    twins: Literal["none", "threats", "all"]
    observation_error: Annotated[float, Field(ge=0, le=1)]
    plugins: tuple[str, ...]
    branch: Branch | None = None
    answers: tuple[Answer, ...] = ()
    """answers to demands that are given, not drawn; the configuration may name a file of them"""


@dataclass(frozen=True)
class Exceptions:
    """Rules of single rows of a population, by letters of a state, name or id of a group, home or sector of firms."""

    states: Mapping[str, Any]
    cartels: Mapping[str, Any]
    firms: Mapping[str, Any]


@dataclass(frozen=True)
class Settings:
    """Everything that a run depends on.

    The configuration keeps the exceptions to a population's rule under the population, as `states.exceptions`.
    """

    run: RunSettings
    mexico: Strategy
    usa: Any
    china: Any
    latam: Any
    states: Any
    cartels: Any
    firms: Any
    exceptions: Exceptions
    politics: Politics
    scenario: Scenario
    trade: TradeParameters
    bargaining: BargainingSettings
    issues: Mapping[str, Issue]
    instruments: Mapping[str, Instrument]
    invest: InvestParameters
    security: SecurityParameters
    society: SocietyParameters
    measures: MeasuresParameters

    def with_seed(self, seed: int) -> "Settings":
        """Return the same settings with another seed."""
        return replace(self, run=replace(self.run, seed=seed))

    def alike(self, other: "Settings") -> bool:
        """Say whether `other` differs in nothing but the seed and the rules of actors, so that Worlds fit one stack."""
        world = [name for name in self.__dataclass_fields__ if name not in ("run", *RULE_GROUPS, "exceptions")]
        return (
            all(getattr(self, name) == getattr(other, name) for name in world)
            and self.run == replace(other.run, seed=self.run.seed)
            and len(self.mexico.triggers) == len(other.mexico.triggers)  # the length of an axis
        )


def settings(values: Mapping[str, Any]) -> Settings:
    """Return checked settings from the composed tree, whose keys may be of earlier versions.  Raises InputError."""
    tree = renames.settings(_rows(values, "settings"))
    run = {key: tree.pop(key) for key in RunSettings.__dataclass_fields__ if key in tree}
    given = run.pop("answers", None)
    run_settings = build(RunSettings, run, "")
    run_settings = replace(run_settings, answers=answers.read(given, run_settings.start, run_settings.months))
    plugins = _plugin_rules(run_settings.plugins)
    blocks: dict[str, Any] = {name: f.type for name, f in Settings.__dataclass_fields__.items()}
    del blocks["run"], blocks["exceptions"]
    for key in tree:
        if key not in blocks:
            keys = [*blocks, *RunSettings.__dataclass_fields__]
            raise UnknownSettingError(short(str(key)), f"unknown key{nearest(str(key), keys)}")
    for key in blocks:
        if key not in tree:
            raise MissingSettingError(key, "missing; choose one of its group")
    special: dict[str, Callable[[Any], Any]] = {
        "mexico": lambda part: _strategy(part, "mexico", plugins),
        "politics": lambda part: _politics(part, plugins),
        "bargaining": lambda part: bargaining(part, plugins),
        "issues": lambda part: load_issues(_rows(part, "issues")),
        "instruments": lambda part: load_instruments(_rows(part, "instruments")),
    }
    own = {key: _exceptions(key, tree, plugins) for key in POPULATIONS}
    parts: dict[str, Any] = {}
    for key, kind in blocks.items():
        if key in special:
            parts[key] = special[key](tree[key])
        elif kind is Any:
            parts[key] = _rule(key, tree[key], key, plugins)
        else:
            parts[key] = build(kind, tree[key], key)
    answers.check(
        parts["scenario"].demands, run_settings.start, run_settings.months, parts["issues"], parts["instruments"]
    )
    return Settings(run=run_settings, exceptions=Exceptions(**own), **parts)


def default_settings(overrides: Sequence[str] = ()) -> Settings:
    """Return the settings of the configuration tree with `overrides` in Hydra's grammar applied."""
    from giants.compose import compose

    return settings(compose(overrides))


def choice(group: str, name: str) -> Any:
    """Return the rule (or Mexico's strategy) of one file of the configuration, such as usa/transactional."""
    tree = chosen(group, name)
    return _strategy(tree, "mexico", {}) if group == "mexico" else _rule(group, tree, group, {})


def as_tree(value: Any) -> Any:
    """Return settings as plain dicts and lists; rules carry their name, so the tree can be read back."""
    if is_dataclass(value) and not isinstance(value, type):
        tree = {f.name: as_tree(getattr(value, f.name)) for f in fields(value)}
        if isinstance(value, Settings):
            for population, own in tree.pop("exceptions").items():
                tree[population] |= {"exceptions": own} if own else {}
            return {**tree.pop("run"), **tree}
        if isinstance(value, BargainingSettings):
            return {**tree.pop("parameters"), **tree}
        is_rule = hasattr(value, "decide") or any(type(value) in rules for rules in BARGAINING_RULES.values())
        return {"rule": rule_name(type(value)), **tree} if is_rule else tree
    if isinstance(value, Mapping):
        return {key: as_tree(item) for key, item in value.items()}
    return [as_tree(item) for item in value] if isinstance(value, tuple | list) else value


def _politics(tree: Any, plugins: Mapping[str, tuple[type[Any], ...]]) -> Politics:
    """Build how governments change, with the rules of those that may come."""
    tree = _rows(tree, "politics")
    known = _rows(tree.get("postures"), "politics.postures")
    postures = {str(key): _rule("usa", part, f"politics.postures.{key}", plugins) for key, part in known.items()}
    successor = _strategy(tree.get("successor"), "politics.successor", plugins)
    politics = build(Politics, {**tree, "postures": dict.fromkeys(postures), "successor": None}, "politics")
    return replace(politics, postures=postures, successor=successor)


def _strategy(tree: Any, where: str, plugins: Mapping[str, tuple[type[Any], ...]]) -> Strategy:
    tree = _rows(tree, where)
    words = {"name": "unnamed", "rationale": "", "source": "", **tree, **dict.fromkeys(PLANKS), "triggers": ()}
    strategy = build(Strategy, words, where)
    rules = {plank: _rule(f"mexico/{plank}", tree.get(plank), f"{where}.{plank}", plugins) for plank in PLANKS}
    try:
        plain(strategy.name)
    except ValueError as error:
        raise InputError(f"{where}.name: {error} (given: {short(repr(strategy.name))})") from None
    listed = tree.get("triggers") or ()
    if not isinstance(listed, list | tuple):
        raise InputError(f"{where}.triggers: expected a list of triggers, not {short(repr(listed))}")
    triggers = tuple(_trigger(item, f"{where}.triggers.{i}", plugins) for i, item in enumerate(listed))
    return replace(strategy, **rules, triggers=triggers)


def _trigger(tree: Any, where: str, plugins: Mapping[str, tuple[type[Any], ...]]) -> Trigger:
    """Build one trigger; its `then` is a whole rule of its plank."""
    plank = tree.get("plank") if isinstance(tree, Mapping) else None
    if plank not in PLANKS:
        raise InputError(f"{where}.plank: unknown plank {short(repr(plank))}{nearest(str(plank), PLANKS)}")
    trigger = build(Trigger, {**tree, "then": None}, where)
    if trigger.signpost not in SIGNPOSTS:
        unknown = short(repr(trigger.signpost))
        raise InputError(f"{where}.signpost: unknown {unknown}{nearest(trigger.signpost, SIGNPOSTS)}")
    return replace(trigger, then=_rule(f"mexico/{plank}", tree.get("then"), f"{where}.then", plugins))


def bargaining(tree: Any, plugins: Mapping[str, tuple[type[Any], ...]] = MappingProxyType({})) -> BargainingSettings:
    """Return the rules and numbers of the group `bargaining`.  Raises InputError naming the key that is wrong."""
    tree = _rows(tree, "bargaining")
    questions = [group.split("/")[1] for group in BARGAINING_RULES]
    rules = {q: _rule(f"bargaining/{q}", tree.get(q), f"bargaining.{q}", plugins) for q in questions}
    numbers = {key: value for key, value in tree.items() if key not in questions}
    return BargainingSettings(parameters=build(BargainingParameters, numbers, "bargaining"), **rules)


def _rows(tree: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(tree, Mapping):
        raise InputError(f"{where}: expected keys and values, not {short(repr(tree))}")
    return tree


def _rule(group: str, tree: Any, where: str, plugins: Mapping[str, tuple[type[Any], ...]]) -> Any:
    expected = f"expected a rule with its fields; choose one of the group {group}"
    if tree is None:
        raise MissingSettingError(where, expected)
    if not isinstance(tree, Mapping) or "rule" not in tree:
        raise InputError(f"{where}: {expected}")
    known = {rule_name(rule): rule for rule in (*_GROUPS[group], *plugins.get(group, ()))}
    name = tree["rule"]
    if not isinstance(name, str) or name not in known:
        raise InputError(f"{where}.rule: unknown rule {short(repr(name))}{nearest(str(name), known)}")
    return build(known[name], {key: value for key, value in tree.items() if key != "rule"}, where)


def _exceptions(population: str, tree: dict[str, Any], plugins: Mapping[str, tuple[type[Any], ...]]) -> dict[str, Any]:
    """Take the exceptions out of a population's part of `tree` and return their rules, by key."""
    where = f"{population}.exceptions"
    if not isinstance(tree[population], Mapping):
        return {}
    tree[population] = dict(tree[population])
    own = tree[population].pop("exceptions", None) or {}
    if not isinstance(own, Mapping):
        raise InputError(f"{where}: expected keys and values, not {own!r}")
    exceptions.check(population, own)
    return {key: _rule(population, part, f"{where}.{key}", plugins) for key, part in own.items()}


def _plugin_rules(names: Sequence[str]) -> dict[str, tuple[type[Any], ...]]:
    points = {point.name: point for point in metadata.entry_points(group=PLUGINS)}
    rules: dict[str, tuple[type[Any], ...]] = {}
    for name in names:
        if name not in points:
            raise InputError(f"plugins: no installed package offers rules as {name!r}{nearest(name, points)}")
        offered: Mapping[str, tuple[type[Any], ...]] = points[name].load()
        for group, classes in offered.items():
            if group not in _GROUPS:
                raise InputError(f"plugin {name}: unknown group {group!r}{nearest(group, _GROUPS)}")
            rules[group] = (*rules.get(group, ()), *classes)
    return rules
