"""Tied weights: whether the output layer uses the weights of the first layer, the other way round."""

from __future__ import annotations

import streamlit as st

from core import Spec
from core import session as sessions
from core.spec import adjust
from screens.echo import by_hand, show
from screens.view import apply, redraw

SAID = {
    True: "The output layer now uses the weights of h1, transposed; it has none of its own.",
    False: "The output layer has weights of its own again.",
}


def tied_weights(spec: Spec, inputs: int) -> None:
    """A switch that acts at once, where the widths mirror each other."""
    possible = adjust.can_tie(spec, inputs)
    tied = bool(getattr(spec.output, "tied", ""))
    why = "" if possible else "; for that it must have as many units as the network has inputs, as in an autoencoder"
    key = show("tied", tied)
    st.toggle("tie output weights to the first layer", key=key, on_change=on_tied, args=(key,),
              disabled=not (possible or tied),
              help=f"The output layer then uses the first layer's weights, transposed{why}")  # fmt: skip


def on_tied(key: str) -> None:
    """Tied, or with weights of its own again."""
    if not by_hand(key):
        return
    tied = st.session_state[key]
    apply(lambda session: sessions.change(session, adjust.with_tie(session.spec, tied), SAID[tied]))
    redraw()
