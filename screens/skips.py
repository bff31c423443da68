"""Skip links: which outputs of earlier layers are added to later ones of the same width."""

from __future__ import annotations

import streamlit as st

from core import Spec
from core import session as sessions
from core.spec import adjust
from core.spec.skips import Skip, link
from screens.echo import by_hand, show
from screens.view import apply, redraw


def skip_links(spec: Spec, inputs: int) -> None:
    """A box with every link that the widths allow; each choice acts at once."""
    possible = adjust.possible_skips(inputs, spec.layers)
    key = show("skips", list(spec.skips))
    st.multiselect("skip links", possible, format_func=link, key=key, on_change=on_skips, args=(key,),
                   placeholder="none" if possible else "needs layers of equal width", disabled=not possible,
                   help="The output of the first layer is added to that of the second, unit by unit")  # fmt: skip


def on_skips(key: str) -> None:
    """Other links; what is chosen last stands last."""
    if not by_hand(key):
        return
    chosen: list[Skip] = [(start, end) for start, end in st.session_state[key]]
    apply(lambda session: sessions.change(session, adjust.with_skips(session.spec, tuple(chosen))))
    redraw()
