"""Backflow: see gradients flow.  Start with `streamlit run app.py`."""

import gc

import streamlit as st
from threadpoolctl import threadpool_limits

from screens import SCREENS

# Small matrices are slower on several threads, and one thread makes every replay exact; see docs/decisions.
threadpool_limits(1)

st.set_page_config("Backflow: see gradients flow", ":material/water:", layout="wide", initial_sidebar_state="expanded")
SCREENS["network"]()

if "gc_frozen" not in st.session_state:
    st.session_state["gc_frozen"] = True
    gc.freeze()
