"""The network of Backflow drawn the usual way: a fragment on a timer that gives st.plotly_chart another figure.

`?recipe=spiral` chooses the network, `?every=0.1` the seconds from one run to the next.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

import streamlit as st

from core import RECIPES
from core.program import compile_program
from viz.graph import network_graph
from viz.network_figure import network_figure

st.set_page_config(layout="wide")
if "program" not in st.session_state:
    st.session_state.program = compile_program(RECIPES[st.query_params.get("recipe", "xor")])
    st.session_state.state = st.session_state.program.start()


@st.fragment(run_every=float(st.query_params.get("every", "0.1")))
def network() -> None:
    """One training step, one figure; the step stands in the title, where the browser can read it."""
    st.session_state.state, step = st.session_state.program.advance(st.session_state.state)
    figure = network_figure(network_graph(step.layout, step.row))
    figure.update_layout(title_text=f"step {step.index}", margin_t=40)
    st.plotly_chart(figure, key="network")


network()
