"""The screens, in menu order: thin, Streamlit only."""

from screens.page import page

SCREENS = {"network": page}
