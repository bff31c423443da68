"""Puts the readout on the page: the one file of this folder that knows Streamlit."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_SOURCES = (_HERE.parent / "stage" / "js" / "hub.js", _HERE / "names.js", _HERE / "extras.js", _HERE / "readout.js")

_readout = st.components.v2.component(
    "backflow_readout",
    css=(_HERE / "readout.css").read_text("utf-8"),
    js="\n".join(source.read_text("utf-8") for source in _SOURCES),
)


def readout(selected: str, *, key: str = "readout") -> None:
    """The numbers of `selected` ("h1/W[1,0]", "h1/b[1]", "h1:1", "x:0" or "") at whatever step is drawn."""
    _readout(key=key, data={"selected": selected})
