"""Puts the live slider on the page: the one file of this folder that knows Streamlit."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_SOURCES = (_HERE.parent / "stage" / "js" / "hub.js", _HERE / "scale.js", _HERE / "slider.js")

_slider = st.components.v2.component(
    "backflow_slider",
    css=(_HERE / "slider.css").read_text("utf-8"),
    js="\n".join(source.read_text("utf-8") for source in _SOURCES),
)


def live_slider(
    label: str,
    value: float,
    low: float,
    high: float,
    *,
    key: str,
    log: bool = False,
    digits: int = 4,
    follow: str = "",
    disabled: bool = False,
    run: Callable[[], str] | None = None,
    on_value: Callable[[float, int | None], None] | None = None,
) -> float | None:
    """A slider that speaks while it is dragged: the value it was just moved to, or None when nobody moved it.

    `value` lies in low … high, else the range widens. `follow` names a parameter ("h1/W[1,0]", "h1/b[0]") whose value
    in the drawn row the thumb shows. `on_value(value, drawn)` runs as a callback; `drawn` is the step on screen then,
    None where the browser did not know yet of the run that `run` names.
    """

    def moved() -> None:
        payload = st.session_state[key]["value"]
        if on_value is not None and payload is not None and _is_meant(payload, follow):
            known = run is None or payload.get("run") == run()
            on_value(float(payload["value"]), payload["drawn"] if known else None)

    data = {
        "key": key,
        "label": label,
        "value": float(value),
        "low": float(low),
        "high": float(high),
        "log": log,
        "digits": digits,
        "follow": follow,
        "disabled": disabled,
    }
    payload = _slider(key=key, data=data, on_value_change=moved)["value"]
    return float(payload["value"]) if payload and _is_meant(payload, follow) else None


def _is_meant(payload: dict[str, Any], follow: str) -> bool:
    """Whether this is a move of this weight: one still on its way when another was selected is not."""
    return bool(payload["of"] == follow)
