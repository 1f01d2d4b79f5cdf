"""Write the playthrough: a short run as text, to be read, reviewed and compared line by line.

Run ``python tests/model/regenerate_playthrough.py`` after a change that is meant to move numbers, read the difference,
and mark the change "numbers change" in the changelog.
"""

from pathlib import Path

from giants.config import default_settings
from giants.model import Giants
from giants.symbols import CHN, ISSUES, MEX, PROGRAMMES, USA

GOLDEN = Path(__file__).with_name("playthrough.txt")
SETTINGS = ("mexico=calibrated_autonomy", "usa=maximal_pressure", "seed=11")
MONTHS = 18


def lines():
    """Yield the run month by month: numbers to four digits, moved policies, and the log in words."""
    model = Giants(default_settings(SETTINGS))
    story = model.story()
    yield f"giants {' '.join(SETTINGS)}, {MONTHS} months"
    lever = model.world.bargaining.position.copy()
    for _ in range(MONTHS):
        model.step()
        w, m = model.world, model.world.measures
        yield ""
        yield f"month {model.month}  year {float(w.calendar.year):.3f}"
        yield (
            f"  income  Mexico {w.trade.real_income[MEX]:.4g}  United States {w.trade.real_income[USA]:.4g}"
            f"  China {w.trade.real_income[CHN]:.4g}"
        )
        yield (
            f"  trade   to the US {w.trade.export_share[USA]:.4g}  from China {w.trade.import_share[CHN]:.4g}"
            f"  Chinese content {w.trade.us_export_content[CHN]:.4g}  US tariff {float(m.us_tariff):.4g}%"
        )
        yield (
            f"  inside  homicides {w.security.homicides.sum():.4g}  members {w.security.members.sum():.4g}"
            f"  groups {w.security.groups.sum():.0f}  jobs {w.labour.jobs.sum():.4g}"
        )
        effort = zip(PROGRAMMES, w.society.effort, strict=True)
        yield "  effort  " + "  ".join(f"{name} {value:.2f}" for name, value in effort if value >= 0.005)
        pillars = zip("SARI", (m.structural, m.agency, m.relations, m.sovereignty), strict=True)
        yield "  index   " + "  ".join(f"{name} {value:.3f}" for name, value in pillars) + f"  CAI {m.index:.3f}"
        now, lever = zip(ISSUES, lever, w.bargaining.position, strict=True), w.bargaining.position.copy()
        moved = [f"{name} {value:.2f}" for name, old, value in now if abs(value - old) >= 0.005]
        if moved:
            yield "  policy  " + "  ".join(moved)
        for event in model.events():
            yield f"  {story.tell(event)[1]}"


if __name__ == "__main__":
    GOLDEN.write_text("\n".join(lines()) + "\n", encoding="utf-8")
