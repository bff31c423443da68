"""A page with the slider, the readout and the live charts alone, so that their tests need neither core nor stage."""

from pathlib import Path

import streamlit as st

from viz.loss_figure import loss_figure
from viz.readout import readout
from viz.slider import live_slider
from viz.surface_figure import surface_figure

ROOT = Path(__file__).resolve().parents[3]

JS = ROOT / "viz" / "stage" / "js"
NAMES = ("hub.js", "loss_curve.js", "answers.js", "live_chart.js", "charts.js")
CHARTS = "\n".join((JS / name).read_text("utf-8") for name in NAMES)
CHARTS += "\nexport default () => { window.backflowCharts ??= installCharts(backflowHub()); };\n"

st.set_page_config(layout="wide")
charts = st.components.v2.component("harness_charts", js=CHARTS)
state = st.session_state
state.setdefault("known", {"weight": 0.5, "rate": 0.01, "drawn": None})


def set_weight(value: float, drawn: int | None) -> None:
    state.known |= {"weight": value, "drawn": drawn}


def set_rate(value: float, drawn: int | None) -> None:
    state.known |= {"rate": value, "drawn": drawn}


@st.fragment
def controls() -> None:
    live_slider(
        "weight h1·2 → out",
        state.known["weight"],
        -3,
        3,
        key="weight",
        follow="out/W[0,1]",
        run=lambda: "r1",
        on_value=set_weight,
    )
    live_slider("learning rate", state.known["rate"], 1e-5, 10, key="rate", log=True, digits=3, on_value=set_rate)
    returned = live_slider("momentum", 0.9, 0, 1, key="momentum", digits=3)
    live_slider("weight decay", 0.1, 0, 1, key="off", digits=3, disabled=True)
    st.text(" ".join(f"{name}={value!r}" for name, value in {**state.known, "momentum": returned}.items()))


def live_charts() -> None:
    """The loss and what the network has learnt."""
    one, two = st.columns(2)
    with one, st.container(key="loss_plot", border=True):
        st.plotly_chart(loss_figure(log=state.get("log", True)), key="loss", alt="Loss by step")
    with two, st.container(key="surface_plot", border=True):
        corners = ((-1, -1, 1, 1), (-1, 1, -1, 1), (0, 1, 1, 0))
        inner = ((-0.6, 0.7), (-0.5, -0.6), (0, 1))
        figure = surface_figure(*corners, (-1.5, 1.5, -1.5, 1.5), ("off", "on"), test=inner)
        st.plotly_chart(figure, key="surface", alt="What the net has learnt")
    st.toggle("log", True, key="log")
    st.button("rerun")


left, right = st.columns([2, 1])
if "no_charts" not in st.query_params:
    with left:
        live_charts()
with right:
    with st.container(border=True):
        readout("out/W[0,1]")
    with st.container(border=True):
        readout("", key="empty")
    with st.container(border=True):
        controls()
    st.slider("native", 0.0, 1.0, 0.5)
charts(key="charts")
