"""Pictures of the step on the screen, at rest only, so that no number belongs to another step."""

from __future__ import annotations

import streamlit as st

from screens.badge import badge
from screens.view import View, current, rerun, select
from viz.panels import PANELS, Shown

CONFIG = {"displayModeBar": False}


@st.fragment(key="panels")
def panels() -> None:
    """One picture, chosen among those that fit the network."""
    view = current()
    fitting = [name for name, panel in PANELS.items() if panel.fits(view.session.program)]
    with st.expander("A closer look", key="panels_card", on_change=rerun, args=("panels",)) as expander:
        if not expander.open:
            return
        name = st.segmented_control("picture", fitting, default=fitting[0], key=f"panel_{fitting[0]}", required=True,
                                    format_func=label, label_visibility="collapsed")  # fmt: skip
        if view.session.playing or view.settling == view.session.run:
            st.caption("Pause to see the numbers of a step.")
            return
        picture(view, name)


def label(name: str) -> str:
    """What a panel is called."""
    return PANELS[name].label


def picture(view: View, name: str) -> None:
    """The figure of the step under the cursor."""
    panel = PANELS[name]
    shown = Shown(view.session.program, view.session.step, view.session.selected, theme())
    st.caption(f"Step {view.session.cursor:,}. {panel.about}")
    if panel.gradients:
        badge()
    key, words = f"panel_plot_{name}", panel.alt(shown)
    if panel.selects:
        st.plotly_chart(panel.figure(shown), key=key, config=CONFIG, alt=words, on_select=on_click,
                        selection_mode="points")  # fmt: skip
    else:
        st.plotly_chart(panel.figure(shown), key=key, config=CONFIG, alt=words)


def on_click() -> None:
    """The weight whose cell was clicked is selected everywhere."""
    points = st.session_state["panel_plot_matrices"].selection.points
    if points and (path := points[0].get("customdata")):
        select(str(path[0] if isinstance(path, list) else path))
        rerun("live", "inspector", "notices", "panels", "explanation")


def theme() -> str:
    """Light or dark, as the browser has it."""
    return "dark" if st.context.theme.type == "dark" else "light"
