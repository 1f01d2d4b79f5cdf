"""The `giants-counterfactual` command: print what a change of tariffs or trade costs would do to every region.

giants-counterfactual --tariff USA:MEX:*:0.25 --tariff MEX:USA:*:0.25 --elasticity 4
"""

import argparse
import sys
from pathlib import Path

from giants.errors import ConvergenceError, InputError
from giants.process import Parser
from giants.trade import counterfactual
from giants.trade.data import bundled

SHOWN = {
    "real_income_pct": "real income %",
    "real_income_first_order_pct": "first order %",
    "jobs_pct": "jobs %",
    "exports_pct": "exports %",
    "imports_pct": "imports %",
    "industrial_value_added_pct": "industry VA %",
    "cpi_pct": "prices %",
    "tariff_revenue_pct_of_gdp": "tariffs, % of GDP",
    "us_goods_import_share_pct": "share of US goods imports %",
}


def parser() -> Parser:
    """Return the command line of this script."""
    p = Parser("giants-counterfactual", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    entry = "IMPORTER:EXPORTER:SECTOR"
    p.add_argument(
        "--tariff",
        action="append",
        default=[],
        metavar=f"{entry}:RATE",
        help='added ad valorem rate, 0.25 for 25 points; "*" for all others or all goods',
    )
    p.add_argument(
        "--trade-cost",
        action="append",
        default=[],
        metavar=f"{entry}:FACTOR",
        help="factor on trade costs, 0.9 for 10%% cheaper",
    )
    p.add_argument(
        "--retaliation",
        action="append",
        default=[],
        metavar=f"same_rate|{entry}:RATE",
        help="same_rate (each target answers in kind), or further tariffs",
    )
    p.add_argument(
        "--elasticity",
        metavar="VALUE|V1,V2,...|AGF=V,EXT=V,...",
        help="trade elasticity: one value, one per sector in order, or one per named sector (default: the horizon's)",
    )
    p.add_argument("--horizon", default="long_run", metavar="long_run|first_year", help="when effects are looked at")
    p.add_argument("--closure", metavar="instant|sticky", help="how factor markets clear (default: the horizon's)")
    p.add_argument("--csv", type=Path, metavar="FILE", help="write all columns to this file")
    return p


def entries(items: list[str], option: str) -> dict[tuple[str, str, str], float]:
    """Read IMPORTER:EXPORTER:SECTOR:VALUE items; the same cell given twice is an error."""
    out: dict[tuple[str, str, str], float] = {}
    for item in items:
        parts = item.split(":")
        if len(parts) != 4:
            raise InputError(f"{option} {item}: expected IMPORTER:EXPORTER:SECTOR:VALUE")
        key = (parts[0], parts[1], parts[2])
        if key in out:
            raise InputError(f"{option} {item}: {':'.join(key)} is given twice")
        out[key] = number(parts[3], f"{option} {item}")
    return out


def number(text: str, where: str) -> float:
    """Read a number or raise InputError naming where it stands."""
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{where}: {text!r} is not a number") from None


def elasticity(text: str) -> float | list[float] | dict[str, float]:
    """Read one value, a list, or named values."""
    where = f"--elasticity {text}"
    if "=" in text:
        pairs = [item.partition("=") for item in text.split(",")]
        return {name: number(value, where) for name, _, value in pairs}
    if "," in text:
        return [number(value, where) for value in text.split(",")]
    return number(text, where)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return the exit status."""
    try:
        options = parser().parse_args(arguments)
        same = "same_rate" in options.retaliation
        if same and len(options.retaliation) > 1:
            raise InputError("--retaliation same_rate cannot be combined with other retaliation")
        answer = "same_rate" if same else entries(options.retaliation, "--retaliation")
        frame = counterfactual(
            entries(options.tariff, "--tariff"),
            elasticity=None if options.elasticity is None else elasticity(options.elasticity),
            trade_cost=entries(options.trade_cost, "--trade-cost") or None,
            retaliation=answer or None,
            horizon=options.horizon,
            closure=options.closure,
        )
        if options.csv:
            try:
                frame.to_csv(options.csv)
            except OSError as error:
                raise InputError(f"--csv {options.csv}: {error.strerror or error}") from None
    except (InputError, ConvergenceError) as error:
        print(f"giants-counterfactual: {error}", file=sys.stderr)
        return 2
    print(frame[list(SHOWN)].rename(columns=SHOWN).to_string(float_format="{:z.3f}".format))
    if not frame[["real_income_pct", "exports_pct", "imports_pct"]].abs().gt(1e-9).any(axis=None):
        print("\nNothing was changed, so nothing moves: give --tariff or --trade-cost (see --help).")
    attrs = frame.attrs
    print(
        f"\nBase: {len(bundled().regions)} regions, {len(bundled().sectors)} sectors, 2023; values in units of "
        f"world factor income. {attrs['iterations']} iterations, residual {attrs['residual']:.1e}, "
        f"redundant market {attrs['redundant_market']:.1e}."
    )
    return 0
