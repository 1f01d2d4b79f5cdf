"""A page in the browser that steps one run and lets you change Mexico's strategy on the way.

`command.py` serves it; needs the extra `dashboard`.  A run steered by hand keeps no folder: what is worth keeping is
worth an override of `giants`.
"""

from dataclasses import dataclass, field
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from giants.analysis import style, tilemap
from giants.compose import offered
from giants.config import Settings, default_settings
from giants.errors import InputError
from giants.measures.regimes import REGIMES
from giants.model import Giants
from giants.records.story import Story
from giants.schema import nearest
from giants.symbols import CHN, ECONOMIES, MEX, STATES, USA

CHOICES = {"mexico": "status_quo", "usa": "transactional", "china": "patient_investor", "latam": "pragmatic",
           "scenario": "baseline_2026"}  # fmt: skip
PILLARS = {"structural": "#0072B2", "agency": "#D55E00", "relations": "#009E73", "sovereignty": "#B04A8B"}
MAPS = {
    "homicides": "homicides per 100,000 a year",
    "capture": "capture of local government, 0 to 1",
    "fdi_state": "foreign investment, bn USD a year",
}


@dataclass
class Session:
    """A run under way: the model, what it left behind month by month, and the log."""

    chosen: dict[str, str]
    seed: int
    model: Giants = field(init=False)
    story: Story = field(init=False)
    rows: list[dict[str, Any]] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.model = Giants(self.settings())
        self.story = self.model.story()

    def settings(self) -> Settings:
        """Return the settings of what is chosen now.  Raises InputError for a choice that its group does not offer."""
        for group, name in self.chosen.items():
            if group not in CHOICES or name not in offered(group):
                known = offered(group) if group in CHOICES else CHOICES
                raise InputError(f"{group}={name}: there is no such choice{nearest(name, known)}")
        return default_settings([f"{group}={name}" for group, name in self.chosen.items()] + [f"seed={self.seed}"])

    @property
    def left(self) -> int:
        """Months until the end of the run."""
        return self.model.settings.run.months - len(self.rows)

    def advance(self, months: int, strategy: str) -> None:
        """Step `months` months or to the end, under `strategy` from now on."""
        if strategy != self.chosen["mexico"]:
            self.chosen["mexico"] = strategy
            self.model.adopt(self.settings().mexico)
        for _ in range(min(months, self.left)):
            self.model.step()
            w = self.model.world
            self.rows.append(
                {
                    "year": float(w.calendar.year),
                    "strategy": strategy,
                    "index": float(w.measures.index),
                    "regime": REGIMES[int(w.measures.regime)],
                    "income": float(w.society.disposable[MEX]),
                    "homicides": float(w.security.homicides.sum()),
                    "us_tariff": float(w.measures.us_tariff),
                    **{name: float(getattr(w.measures, name)) for name in PILLARS},
                }
            )
            told = [self.story.tell(event)[1] for event in self.model.events()]
            self.log += [{"year": round(float(w.calendar.year), 2), "what": text} for text in told]

    def by_state(self, column: str) -> dict[str, float]:
        """Return a column of the map by state, this month."""
        w = self.model.world
        people = self.model.blocks.measures_calibration.population
        values = {
            "homicides": 12e5 * w.security.homicides / people,
            "capture": w.security.capture,
            "fdi_state": w.invest.fdi_state,
        }[column]
        return dict(zip(STATES, np.asarray(values, float), strict=True))


def draw_pillars(rows: pd.DataFrame) -> Figure:
    """Draw the index and its pillars over time, with a mark where the strategy changed."""
    figure, ((axis,),) = style.canvas(5.2, 3.0)
    for name, colour in {**PILLARS, "index": style.INK}.items():
        sns.lineplot(x=rows["year"], y=rows[name], color=colour, lw=2.2 if name == "index" else 1.2, ax=axis)
    ends = [*PILLARS, "index"]
    places = style.spread([float(rows[name].iloc[-1]) for name in ends], 0.055)
    for name, place in zip(ends, places, strict=True):
        axis.text(rows["year"].iloc[-1] + 0.05, place, name, color=PILLARS.get(name, style.INK), va="center")
    for row in rows[rows["strategy"] != rows["strategy"].shift()].iloc[1:].itertuples():
        axis.axvline(row.year, color=style.FAINT, lw=0.8, ls=":")
        axis.text(row.year, 0.98, row.strategy.replace("_", " "), rotation=90, va="top", ha="right", fontsize=6)
    axis.set(ylim=(0, 1), xlabel="", ylabel="0 to 1")
    axis.margins(x=0.02)
    figure.suptitle("Calibrated autonomy and its pillars", x=0.01, ha="left", fontsize=9.5, fontweight="bold")
    return figure


def draw_map(values: dict[str, float], title: str) -> Figure:
    """Draw one tile map."""
    figure, ((axis,),) = style.canvas(5.2, 3.0)
    top = float(np.nanquantile(list(values.values()), 0.98)) or 1.0
    tilemap.draw(axis, values, mpl.colors.Normalize(0, top), "cividis_r", digits=0 if top >= 30 else 2)
    figure.suptitle(title, x=0.01, ha="left", fontsize=9.5, fontweight="bold")
    return figure


def draw_network(flows: np.ndarray[Any, Any]) -> Figure:
    """Draw Mexico's goods trade with each partner: width is value, blue what Mexico sells, red what it buys."""
    figure, ((axis,),) = style.canvas(5.2, 3.0)
    partners = [n for n in range(len(ECONOMIES)) if n != MEX]
    angle = np.linspace(0, 2 * np.pi, len(partners), endpoint=False)
    most = max(flows[n, MEX].sum() for n in partners)
    for n, a in zip(partners, angle, strict=True):
        x, y = 1.6 * np.cos(a), np.sin(a)
        for value, colour, aside in ((flows[n, MEX].sum(), "#0072B2", 0.03), (flows[MEX, n].sum(), "#D55E00", -0.03)):
            axis.plot([0, x], [aside, y + aside], color=colour, lw=0.3 + 9 * value / most, alpha=0.75, zorder=1,
                      solid_capstyle="butt")  # fmt: skip
        text = f"{ECONOMIES[n]}\n{flows[n, MEX].sum():.0f} / {flows[MEX, n].sum():.0f}"
        axis.text(1.22 * x, 1.22 * y, text, ha="center", va="center", fontsize=6.5,
                  fontweight="bold" if n in (USA, CHN) else "normal")  # fmt: skip
    axis.plot([0], [0], "o", ms=16, color=style.INK, zorder=2)
    axis.text(0, 0, "MEX", color="white", ha="center", va="center", fontsize=6.5, zorder=3)
    axis.set(xlim=(-2.4, 2.4), ylim=(-1.45, 1.45))
    axis.axis("off")
    figure.suptitle("Trade: Mexico sells (blue) / buys (red), bn USD a year", x=0.01, ha="left", fontsize=9.5,
                    fontweight="bold")  # fmt: skip
    return figure


def page() -> None:
    """Lay the page out; Streamlit runs this from the top at every click."""
    import streamlit as st

    st.set_page_config(page_title="giants", layout="wide")
    state: Any = st.session_state
    with st.sidebar:
        st.header("A run, month by month")
        chosen = {
            group: st.selectbox(group, names, names.index(first))
            for group, first in CHOICES.items()
            if (names := offered(group))
        }
        seed = int(st.number_input("seed", 0, 10_000, 1))
        world = {**chosen, "mexico": ""}
        if st.button("Start again") or state.get("world") != (world, seed):
            state.world, state.session = (world, seed), Session(dict(chosen), seed)
        session: Session = state.session
        months = int(st.slider("months a step", 1, 36, 12))
        if st.button("Step", type="primary", disabled=session.left == 0):
            session.advance(months, chosen["mexico"])
        st.caption("A change of Mexico's strategy holds from the next step; any other choice starts a new run.")
    if not session.rows:
        st.info("Choose who governs at the left, then step.  The luck is that of the seed.")
        return
    rows = pd.DataFrame(session.rows)
    last = rows.iloc[-1]
    cards = {
        "date": f"{last['year']:.1f}", "index of autonomy": f"{last['index']:.2f}", "regime": str(last["regime"]),
        "income, 2023 = 1": f"{last['income']:.3f}", "homicides a month": f"{last['homicides']:,.0f}",
        "US tariff on Mexico": f"{last['us_tariff']:.1f}%",
    }  # fmt: skip
    for column, (name, value) in zip(st.columns(len(cards)), cards.items(), strict=True):
        column.metric(name, value)
    left, right = st.columns(2)
    left.pyplot(draw_pillars(rows))
    left.pyplot(draw_network(np.asarray(session.model.world.trade.flows)[..., :-1]))
    shown = right.selectbox("map", list(MAPS), format_func=lambda name: MAPS[name])
    right.pyplot(draw_map(session.by_state(shown), MAPS[shown].capitalize()))
    right.dataframe(pd.DataFrame(session.log[::-1]), hide_index=True, height=330)


if __name__ == "__main__":
    page()
