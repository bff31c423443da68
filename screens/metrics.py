"""How good the answers are at the step on the screen; at rest only, so that no number belongs to another step."""

from __future__ import annotations

import streamlit as st

from core import session as sessions
from core.datasets import DATASETS
from core.metrics import METRICS, Measured
from core.session import Session
from screens.view import EVERYWHERE, apply, current, rerun
from viz.confusion_figure import confusion_figure
from viz.raw_figure import RawFigure


@st.fragment(key="metrics")
def metrics() -> None:
    """The numbers of each set, the way to the best step, and which class was taken for which."""
    view = current()
    with st.container(border=True, key="metrics_card"):
        if view.session.playing or view.settling == view.session.run:
            st.caption("Pause to see how good the answers are at a step.")
            return
        found = sessions.metrics(view.session)
        st.markdown(f"**How good it is** at step {view.session.cursor:,}")
        st.markdown(table(found))
        in_part(found)
        best(view.session)
        confusion(found, DATASETS[view.session.spec.data.name].classes)


def table(found: dict[str, Measured]) -> str:
    """A row per set, a column per number."""
    shown = [name for name in next(iter(found.values())).values if METRICS[name].format]
    lines = [["examples", "number", "loss", *(METRICS[name].label for name in shown)], ["---"] * (3 + len(shown))]
    for name, one in found.items():
        values = [written(float(one.values[metric]), METRICS[metric].format) for metric in shown]
        lines.append([name, f"{one.total:,}", written(one.loss, ".4g"), *values])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def written(value: float, form: str) -> str:
    """The number, or a dash where it is not one."""
    return format(value, form) if abs(value) < float("inf") else "–"


def in_part(found: dict[str, Measured]) -> None:
    """Says where not all examples were looked at."""
    parts = [f"{one.examples:,} of the {one.total:,} {name} examples" for name, one in found.items()
             if one.examples < one.total]  # fmt: skip
    if parts:
        st.caption(f"To keep the page quick, measured on {' and '.join(parts)}.")


def best(session: Session) -> None:
    """The step whose validation loss is smallest."""
    step = sessions.best_step(session)
    if step is not None:
        st.button(f"Go to the best step, {step:,}", key="best", icon=":material/trophy:", on_click=on_best,
                  disabled=step == session.cursor, help="The validation loss was smallest there")  # fmt: skip


def on_best() -> None:
    """Show the best step; only at rest, for a stage that plays knows better where it is."""
    if not current().session.playing:
        apply(sessions.go_to_best)
    rerun(*EVERYWHERE)


def confusion(found: dict[str, Measured], classes: tuple[str, ...]) -> None:
    """Which class was taken for which, on one of the sets."""
    if "confusion" not in next(iter(found.values())).values:
        return
    with st.expander(
        "Which class was taken for which", key="confusion", on_change=rerun, args=("metrics",)
    ) as expander:
        if expander.open:
            chosen = st.segmented_control("examples", list(found), default="train", key="confusion_set", required=True)
            name = chosen if chosen in found else "train"
            heat = figure(found[name], classes)
            st.plotly_chart(heat, key="confusion_plot", config={"displayModeBar": False}, height=240,
                            alt=f"How often each class of the {name} examples was taken for which")  # fmt: skip


def figure(measured: Measured, classes: tuple[str, ...]) -> RawFigure:
    """The heat map of one set."""
    return confusion_figure(measured.values["confusion"], classes)
