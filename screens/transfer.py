"""A layer's weights on their way to another run: to keep, and to bring back, frozen, into a layer of the same shape."""

from __future__ import annotations

import streamlit as st

from core import session as sessions
from core.session import Session
from core.weights import from_weights_text, weights_text
from screens.view import apply, current, rerun


def transfer(session: Session, layer: str) -> None:
    """Download, paste or upload."""
    st.download_button(f"Download the weights of {layer}", lambda: text_of(layer), f"{layer}.json", key=f"save_{layer}",
                       on_click="ignore", width="stretch")  # fmt: skip
    st.text_area(f"paste weights into {layer}", key=f"paste_{layer}", height=80, on_change=on_paste, args=(layer,),
                 placeholder='{"weights": {"h1": {"W": [[…]], "b": […]}}}',
                 help="Weights that were downloaded here or in another run; the layer is then frozen")  # fmt: skip
    st.file_uploader(f"or load them into {layer} from a file", type="json", key=f"load_{layer}",
                     on_change=on_file, args=(layer,), max_upload_size=2)  # fmt: skip


def text_of(layer: str) -> str:
    """The weights at the step on the screen when the button is pressed."""
    session = current().session
    return weights_text(session.history.state(session.cursor), layer)


def on_paste(layer: str) -> None:
    """Weights were pasted; an emptied field is no wish."""
    text = st.session_state[f"paste_{layer}"]
    if text.strip():
        load(layer, text)


def on_file(layer: str) -> None:
    """A file was chosen; letters that are none become a sentence on the text."""
    file = st.session_state[f"load_{layer}"]
    if file is not None:
        load(layer, file.getvalue().decode("utf-8-sig", errors="replace"))


def load(layer: str, text: str) -> None:
    """Into the layer with them."""
    apply(lambda session: sessions.load_weights(session, layer, from_weights_text(text)))
    rerun("live", "inspector", "notices", "metrics", "explanation", "panels")
