"""The first screen: recipes, the stage, the charts, the inspector, and the transport bar at the bottom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from core import RECIPES
from core import session as sessions
from core.recipes import RECIPE_TEXTS
from core.session import Session
from screens.charts import charts
from screens.echo import by_hand, show
from screens.explaining.card import explanation
from screens.inspector import inspector
from screens.live import live
from screens.metrics import metrics
from screens.panels import panels
from screens.papers import papers
from screens.sidebar import sidebar
from screens.transport import transport
from screens.view import View, apply, current, fit_colours, look_differently, put, redraw, with_first_weight
from viz.colour import QUANTITIES
from viz.look import FEWEST_TO_ASK, MOST_EDGES, MOST_TO_ASK
from viz.sketch.families import edge_count
from viz.stage.mount import stage

STAGE_HEIGHT = 372
STYLE = Path(__file__).parent / "page.css"


def page() -> None:
    """Everything, top to bottom."""
    put(replace(current(), whole=False))
    st.html(STYLE)
    sidebar()
    recipes()
    notices()
    left, right = st.columns([0.74, 0.26], gap="medium")
    with left:
        stage(height=STAGE_HEIGHT)
        explanation()
        charts()
        metrics()
        panels()
    with right:
        colours()
        edges_drawn()
        inspector()
    papers()
    with st.bottom:
        transport()
    live()


def recipes() -> None:
    """Ready-made runs as pills."""
    key = show("recipe", current().recipe)
    st.pills("recipe", list(RECIPES), format_func=lambda name: RECIPE_TEXTS[name].label, key=key,
             on_change=on_recipe, args=(key,), label_visibility="collapsed")  # fmt: skip


def on_recipe(key: str) -> None:
    """Open another recipe, already playing."""
    name = st.session_state[key] or current().recipe
    if by_hand(key) and name:
        about = RECIPE_TEXTS[name].about

        def change(session: Session) -> Session:
            return with_first_weight(sessions.play(sessions.opened(session, RECIPES[name], about)))

        apply(change, refits=True, recipe=name)
        redraw()


@st.fragment(key="notices")
def notices() -> None:
    """What was refused, what stopped, or what the last change did."""
    view = current()
    if view.refusal:
        st.warning(view.refusal, icon=":material/block:")
    elif view.session.fault is not None and not view.session.playing:
        st.error(str(view.session.fault), icon=":material/report:")
    elif stop := stop_sentence(view.session):
        st.info(stop, icon=":material/flag:")
    else:
        st.caption(view.session.notice or about(view))


def about(view: View) -> str:
    """What is trained: the line is always there, so that no sentence moves the stage."""
    return RECIPE_TEXTS[view.recipe].about if view.recipe else "A setup of your own."


def stop_sentence(session: Session) -> str:
    """Which stop condition was met at the step on the screen, or ""."""
    stopped = session.stopped
    return stopped.sentence if stopped and not session.playing and session.cursor == stopped.step else ""


def colours() -> None:
    """What the edges show."""
    key = show("colour_by", current().look.colour_by)
    st.selectbox("colour edges by", list(QUANTITIES), format_func=lambda name: QUANTITIES[name].label,
                 key=key, on_change=on_colour, args=(key,))  # fmt: skip


def edges_drawn() -> None:
    """How many edges are drawn, for networks with more of them."""
    look, layout = current().look, current().session.program.layout
    if edge_count(layout) <= min(MOST_EDGES, look.edges):
        return
    key = show("edges_drawn", look.edges)
    st.number_input("edges drawn", FEWEST_TO_ASK, MOST_TO_ASK, key=key, step=50, on_change=on_edges, args=(key,),
                    help=f"Of {edge_count(layout):,} edges the strongest ones are drawn, as many into each layer; "
                         "the stage says how much the others are together")  # fmt: skip


def on_edges(key: str) -> None:
    """More or fewer edges."""
    if by_hand(key):
        look_differently(lambda look: replace(look, edges=int(st.session_state[key])))


def on_colour(key: str) -> None:
    """Colour by something else, fitted to the step on the screen."""
    if not by_hand(key):
        return
    look_differently(lambda look: replace(look, colour_by=st.session_state[key]))
    fit_colours()
