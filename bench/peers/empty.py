"""The emptiest Streamlit page there is: how long anyone waits for a first element."""

import streamlit as st

st.write("x")
