"""Words that have changed: old name -> new, so that earlier commands, folders, columns and notes can be read.

An entry is a block or symbol (``world.block.symbol``), a setting by its dotted path or what all settings below a path
share, or a choice of a group (``group=choice``).  Recorded columns follow the symbol that they hold.
"""

import re
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from giants.errors import InputError

RENAMED: dict[str, str] = {
    "world.stance": "world.actions",
    "world.policy": "world.bargaining",
    "world.invest.profits_base": "world.base.profits",
    "world.invest.groups_base": "world.base.groups",
    "world.invest.lever_base": "world.base.position",
    "world.trade.crime_base": "world.base.crime_cost",
    "world.trade.freight_base": "world.base.crime_freight",
    "world.security.wage_base": "world.base.real_wage",
    "world.security.employment_base": "world.base.employment",
    "world.security.lever_base": "world.base.position",
    "world.security.integrity_base": "world.base.port_integrity",
    "world.security.law_base": "world.base.rule_of_law",
    "world.society.homicides_base": "world.base.homicides",
    "world.society.overdose_base": "world.base.overdose_deaths",
    "world.society.capture_base": "world.base.capture",
    "world.society.lever_base": "world.base.position",
    "world.society.wage_base": "world.base.mean_wage",
    "world.society.remittances_base": "world.base.remittances",
    "world.actions.us_aid_prevention": "world.actions.us_aid_social_share",
    "world.actions.local_prevention": "world.actions.local_social_effort",
    "world.bargaining.lever": "world.bargaining.position",
    "world.security.heat": "world.security.escalation",
    "world.security.feud": "world.security.intra_family_hostility",
    "world.security.rent": "world.security.drug_income",
    "world.security.lost": "world.security.inflow_lost",
    "security.recruitment.prevention": "security.recruitment.social_money_elasticity",
    "security.leadership.feud": "security.leadership.intra_family_hostility",
    "security.leadership.feud_away": "security.leadership.intra_family_hostility_away",
    "security.leadership.feud_half_life": "security.leadership.intra_family_hostility_half_life",
    "security.conflict.rent": "security.conflict.drug_income",
    "security.movement.rent": "security.movement.drug_income",
    "security.movement.party": "security.movement.entry_party",
    "security.corridors.toll": "security.corridors.contest_cost",
    "security.corridors.luck": "security.corridors.noise",
    "security.levers.enforcement": "security.inputs.security_money_at_full",
    "security.levers.prevention": "security.inputs.social_money_at_full",
    "security.levers": "security.inputs",
    "security.conflict.heat_memory": "security.conflict.escalation_memory",
    "security.conflict.heat_spill": "security.conflict.escalation_spill",
    "security.conflict.heat_noise": "security.conflict.escalation_noise",
    "security.market.substitution_half_life": "security.market.supply_half_life",
    "usa.levers.aid_prevention": "usa.unilateral_measures.aid_social_share",
    "usa.levers": "usa.unilateral_measures",
    "world.bargaining.resolved": "world.bargaining.sender_type",
    "bargaining/resolve": "bargaining/resolve_information",
    "bargaining/menu": "bargaining/common_agency",
    "bargaining/multi": "bargaining/simultaneous_deals",
    "bargaining.resolve": "bargaining.resolve_information",
    "bargaining.menu": "bargaining.common_agency",
    "bargaining.multi": "bargaining.simultaneous_deals",
    "bargaining/menu=common_agency": "bargaining/common_agency=truthful_menus",
    "invest.location.project_life": "bargaining.project_life",
    "measures.refusal_weight": "measures.history_weight",
    "uncertainty=levers": "uncertainty=policy_levers",
}
"""Old name of a block, symbol, setting or choice -> where it stands now."""

_STARTED = "what stood at the start is that of the World (world.base)"
_EXEMPT = "each duty says what claimed trade is spared (instruments.NAME.exempt_preferred)"
_COUNTED = "poverty follows labour income from its measured share (society.migration)"
_ESTIMATE = "threats end as coded cases did (bargaining.follow_shift, bargaining.concede_shift)"
GONE: dict[str, str] = {
    "security.market.substitution": "supply answers price instead (security.market.supply_elasticity)",
    "security.market.treatment": "treatment acts on mortality (security.market.treated_mortality)",
    "invest.location.variance": "uncertainty acts by the option to wait (invest.waiting.leverage, invest.waiting.tail)",
    "measures.law_loss": "capture counts once, in people free of criminal governance",
    "bargaining.belief_base": _ESTIMATE,
    "bargaining.toughness": _ESTIMATE,
    "bargaining.act_tough": _ESTIMATE,
    "bargaining.act_soft": _ESTIMATE,
    "bargaining.effort": "threats come at the rate of an administration (bargaining.start_rate, usa.pressure)",
    "bargaining.extensions": "a deadline may move again and again (bargaining.extend)",
    "usa.reference_flow": "Washington hears of deaths (usa.reference_deaths)",
    "society.politics.midterm_cost": "a successor drops whole planks instead (politics)",
    "usa.flow_share": "Washington hears of deaths (usa.reference_deaths)",
    "china.fade": "the push follows what passes through Mexico (china.gain)",
    "china.from_year": "the push follows what passes through Mexico (china.gain)",
    "bargaining.ask_weight": "a demand is fitted to what its target can bear",
    "bargaining.exempt_base": _EXEMPT,
    "bargaining.exempt_top": _EXEMPT,
    "bargaining.exempt_speed": _EXEMPT,
    "bargaining.sovereign_line": "each rule of diplomacy has its own (mexico.diplomacy.red_line_sovereign)",
    "bargaining.inducement": "a payment buys what is worth more to its sender than it costs (bargaining/common_agency)",
    "bargaining.menus": "it is a choice now, bargaining/common_agency=truthful_menus or none",
    "invest.location.preference_margin": "firms read the tariff that the treaty saves them (it is computed)",
    "measures.poverty_line": _COUNTED,
    "measures.income_dispersion": _COUNTED,
    "security.capture.anticorruption": "nothing read it",
    "security.corridors.base_risk": "traffickers learn risk (security.corridors.risk_memory)",
    "security.corridors.port_integrity": "integrity undoes capture of ports (security.corridors.port_capture)",
    "society.development.capture_base": _STARTED,
    "society.migration.wage": _STARTED,
    "society.politics.approval": "approval begins at its resting level (society.politics.resting, polled)",
    "society.politics.homicides": _STARTED,
    "society.politics.overdose_deaths": _STARTED,
    "society.politics.submission_base": _STARTED,
    "trade.required_content": "nothing read it",
}
"""Old path of a setting -> what does its work today; it is left out wherever it is still given."""

MOST = 3
"""Changed names that a note spells out."""

_WORD = re.compile(r"(?P<sign>\+{0,2}|~)(?P<key>[^=@]+)(?P<package>@[^=]*)?(?P<value>=.*)?", re.DOTALL)


def advice(name: str) -> str:
    """Return '; it is NEW now' for a block or 'block.symbol' that has changed its name, else nothing."""
    new = RENAMED.get(f"world.{name}")
    return f"; it is {new.removeprefix('world.')} now" if new else ""


def symbols(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by 'block.symbol' under today's names, with a note on what has changed."""
    new = {name: RENAMED.get(f"world.{name}", f"world.{name}").removeprefix("world.") for name in values}
    tell(new)
    return {new[name]: value for name, value in values.items()}


@cache
def setting(path: str) -> str:
    """Return today's path of a setting, from any path that it has had."""
    parts = path.split(".")
    for depth in range(len(parts), 0, -1):
        new = RENAMED.get(".".join(parts[:depth]))
        if new:
            return ".".join([new, *parts[depth:]])
    return path


def overrides(words: Sequence[str]) -> list[str]:
    """Return overrides in Hydra's grammar with the keys and choices of today, with a note on what has changed.

    Raises InputError for a setting that is given under an old and a new name.
    """
    out: list[str] = []
    written: dict[str, str] = {}
    for word in words:
        match = _WORD.fullmatch(word)
        if not match:
            out.append(word)
            continue
        if _left_out(setting(match["key"])):
            continue
        key, value = setting(match["key"]), _choices(match["key"], match["value"] or "")
        if written.setdefault(key, match["key"]) != match["key"]:
            raise InputError(f"{key}: given under two names, {written[key]} and {match['key']}; keep one of them")
        out.append(f"{match['sign']}{key}{match['package'] or ''}{value}")
        tell({match["key"]: key} | ({word: out[-1]} if value != (match["value"] or "") else {}))
    return out


def settings(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration with the keys of today, with a note on what has changed.

    Raises InputError for a setting that it holds under an old and a new name.
    """
    old = [path for path in (*RENAMED, *GONE) if "=" not in path and not path.startswith("world.")]
    if not any(value_at(tree, path.split("."), GONE) is not GONE for path in old):
        return dict(tree)
    out: dict[str, Any] = {}
    written: dict[str, str] = {}
    for path, value in leaves(tree):
        new, name = setting(".".join(path)), ".".join(path)
        if _left_out(new):
            continue
        if path[-1] == "rule":
            value = _choices("/".join(path[:-1]), f"={value}")[1:]
        if written.setdefault(new, name) != name:
            raise InputError(f"{new}: given under two names, {written[new]} and {name}; keep one of them")
        *way, last = path if new == name else new.split(".")
        at = out
        for part in way:
            at = at.setdefault(part, {})
        at[last] = value
    tell({name: new for new, name in written.items()})
    return out


def columns(names: Iterable[str], known: Collection[str], where: object = "") -> dict[str, str]:
    """Return those of the columns `names` that have another name today, old -> new, with a note that names `where`.

    `known` are the columns of today's table: a name among them stays, and no other is given.  A column is named after
    its symbol, with the block before it where two clash, or a code behind it; or it is a setting, by its path.
    """
    new = {name: found for name in names if name not in known and (found := _column(name, known)) != name}
    tell(new, f"{where}: " if where else "")
    return new


def keyed(values: Mapping[str, Any], known: Collection[str], where: object = "") -> dict[str, Any]:
    """Return numbers by column with the columns of today, as `columns` finds them."""
    new = columns(values, known, where)
    return {new.get(name, name): value for name, value in values.items()}


def _column(name: str, known: Collection[str]) -> str:
    if setting(name) != name:
        return setting(name)
    for old, new in RENAMED.items():
        if not old.startswith("world."):
            continue
        before, now = old.split(".")[1:], new.split(".")[1:]
        for start, start_now in (("_".join(before), "_".join(now)), (before[-1], now[-1])):
            if name == start or name.startswith(f"{start}_"):
                today = start_now + name[len(start) :]
                if today in known:
                    return today
    return name


def _choices(key: str, value: str) -> str:
    """Return '=VALUE' with today's names of the choices of a group."""
    chosen = [RENAMED.get(f"{key}={item}", f"{key}={item}").partition("=")[2] for item in value[1:].split(",")]
    return "=" + ",".join(chosen) if value else ""


def tell(names: Mapping[str, str], where: str = "") -> None:
    """Say on standard error, once, which of `names` (old -> new) have changed."""
    changed = sorted(f"{old} is {new} now" for old, new in names.items() if old != new)
    if changed:
        more = f"; and {len(changed) - MOST} more, listed in docs/symbols.md" if len(changed) > MOST else ""
        note(f"{where}{'; '.join(changed[:MOST])}{more}")


def _left_out(path: str) -> bool:
    """Say whether a setting has gone, with a note on what does its work."""
    if path in GONE:
        note(f"{path} is gone and has no effect: {GONE[path]}")
    return path in GONE


@cache
def note(text: str) -> None:
    """Say something about settings on standard error, once."""
    print(f"giants: note: {text}", file=sys.stderr)


def value_at(tree: Any, path: Sequence[str], missing: Any = None) -> Any:
    """Return what stands at the end of a way through nested mappings, `missing` where it leads nowhere."""
    for part in path:
        if not isinstance(tree, Mapping) or part not in tree:
            return missing
        tree = tree[part]
    return tree


def leaves(tree: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], Any]]:
    """Yield the way to every value of nested mappings, and the value; an empty mapping is one."""
    for key, value in tree.items():
        if isinstance(value, Mapping) and value:
            yield from leaves(value, (*path, str(key)))
        else:
            yield (*path, str(key)), value
