"""The first screen: recipes, the stage, the charts, the inspector, and the transport bar at the bottom."""

from __future__ import annotations

import streamlit as st

from core import RECIPES
from core import session as sessions
from core.recipes import RECIPE_TEXTS
from screens.charts import charts
from screens.inspector import inspector
from screens.live import live
from screens.sidebar import sidebar
from screens.transport import transport
from screens.view import View, apply, current, fit_colours, look_differently
from viz.colour import QUANTITIES
from viz.stage.mount import stage

STAGE_HEIGHT = 420


def page() -> None:
    """Everything, top to bottom."""
    sidebar()
    recipes()
    notices(current())
    left, right = st.columns([0.72, 0.28], gap="medium")
    with left:
        stage(height=STAGE_HEIGHT)
        colours()
        charts()
    with right:
        inspector()
    with st.bottom:
        transport()
    live()


def recipes() -> None:
    """Ready-made runs as pills."""
    st.session_state["recipe"] = current().recipe
    st.pills("recipe", list(RECIPES), format_func=lambda name: RECIPE_TEXTS[name].label, key="recipe",
             on_change=on_recipe, label_visibility="collapsed")  # fmt: skip


def on_recipe() -> None:
    """Open another recipe, already playing."""
    name = st.session_state["recipe"] or current().recipe
    if name:
        about = RECIPE_TEXTS[name].about
        apply(lambda session: sessions.play(sessions.opened(session, RECIPES[name], about)), refits=True, recipe=name)


def notices(view: View) -> None:
    """What was refused, what stopped, or what the last change did."""
    if view.refusal:
        st.warning(view.refusal, icon=":material/block:")
    elif view.session.fault is not None and not view.session.playing:
        st.error(str(view.session.fault), icon=":material/report:")
    elif view.session.notice:
        st.caption(view.session.notice)


def colours() -> None:
    """What the edges show."""
    st.session_state["colour_by"] = current().look.colour_by
    st.segmented_control("colour edges by", list(QUANTITIES), format_func=lambda name: QUANTITIES[name].label,
                         key="colour_by", required=True, on_change=on_colour, label_visibility="collapsed")  # fmt: skip


def on_colour() -> None:
    """Colour by something else, fitted to the step on the screen."""
    look_differently(colour_by=st.session_state["colour_by"])
    fit_colours()
