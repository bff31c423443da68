"""Backflow: see gradients flow.  Start with `streamlit run app.py`."""

import contextlib
import gc
import socket

import streamlit as st
from threadpoolctl import threadpool_limits

from screens import SCREENS


@st.cache_resource(show_spinner=False)
def prepare_server() -> None:
    """Once per process, after everything is imported."""
    # Small matrices are slower on several threads, and one thread makes every replay exact; see docs/decisions.
    threadpool_limits(1)
    send_at_once()
    # What is imported stays: the garbage collector need not look through it again and again.
    gc.freeze()


def send_at_once() -> None:
    """Let no small message wait up to 40 ms for word of the last one (Nagle's algorithm), as Streamlit 1.67 has it.

    Every connection to come inherits this from the socket that listens.
    """
    for found in gc.get_objects():
        # type() and not isinstance, which would wake the lazy attributes of whatever else is loaded
        if issubclass(type(found), socket.socket) and found.type == socket.SOCK_STREAM:
            with contextlib.suppress(OSError):  # closed, or no TCP
                found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


prepare_server()
st.set_page_config("Backflow: see gradients flow", ":material/water:", layout="wide", initial_sidebar_state="auto")
SCREENS["network"]()
