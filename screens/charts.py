"""The charts under the stage: mounted once; the browser fills and extends them from the slices.

Plotly keeps a browser busy for half a second when it is loaded, so the charts of a newcomer wait until the stage moves.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import streamlit as st

from core.program import Program
from core.session import Session
from screens.view import current, put
from viz.data_figures import data_figure
from viz.loss_figure import loss_figure
from viz.plane import view_of
from viz.raw_figure import RawFigure

CONFIG = {"displayModeBar": False, "scrollZoom": False}


@st.fragment(key="charts")
def charts() -> None:
    """Loss and, where there is something to see, what was learnt."""
    session = current().session
    put(replace(current(), charted=current().sent.sequence > 0 or not session.playing))
    # Alone it stands in a column too: the loss is then at the same place of the page, and is not mounted anew.
    wide, *narrow = st.columns([0.58, 0.42] if view_of(session.program) else 1)
    with wide.container(border=True, key="loss_card"):
        loss(session)
    for column in narrow:
        with column.container(border=True, key="data_card"):
            data(session)


def loss(session: Session) -> None:
    """The live loss."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown("**Loss**")
        scale = st.segmented_control("loss axis", ("log", "linear"), default="log", key="loss_axis", required=True,
                                     label_visibility="collapsed")  # fmt: skip
    validation = len(session.program.examples.x_validation) > 0
    chart(loss_of(scale == "log", validation), "loss_plot", 220,
          "Training, test and validation loss by step; the table of the stage has the numbers")  # fmt: skip


def data(session: Session) -> None:
    """The data and the answer of the network."""
    st.markdown(
        "**What it has learnt**", help="Click a training point, and the stage shows the numbers of that example"
    )
    chart(figure_of(session.program), "surface_plot", 252,
          "The examples and the output of the network over its inputs")  # fmt: skip


def chart(figure: RawFigure, key: str, height: int, alt: str) -> None:
    """The figure, or as much room for it until the stage moves."""
    if current().charted:
        st.plotly_chart(figure, key=key, config=CONFIG, height=height, alt=alt)
    else:
        st.container(height=height, border=False, key=f"{key}_room")


@lru_cache(maxsize=4)
def loss_of(log: bool, validation: bool) -> RawFigure:
    """The same figure for everybody."""
    return loss_figure(log, validation=validation)


def figure_of(program: Program) -> RawFigure:
    """The figure of these examples."""
    return data_figure(program.examples, program.spec.data.name)
