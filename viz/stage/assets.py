"""Puts the stage's JavaScript together: Streamlit takes one module per component, and there is no build step."""

from __future__ import annotations

import functools
from pathlib import Path

HERE = Path(__file__).parent

# What each component is made of, in the order of concatenation: one idea per file, all in one scope.
PARTS: dict[str, tuple[str, ...]] = {
    "feed": ("hub", "feed"),
    "stage": (
        "hub", "decode", "queue", "format", "theme", "scale", "net", "geometry",
        "moment", "captions", "blocks", "skips", "masks", "edges", "crowd", "nodes", "surroundings", "waves", "halo",
        "beside", "lit", "dom", "legend", "headline", "truth", "facts", "tooltip", "hit", "pointer", "keys", "table",
        "track", "micro", "need", "asked", "receive", "loop", "draw", "loss_curve", "answers", "live_chart", "charts",
        "heirs", "stage",
    ),
}  # fmt: skip
# The feed shows nothing, so it must not take up a gap between its neighbours either.
FEED_HTML = '<i class="backflow-feed"></i>\n'
FEED_CSS = """
.stElementContainer:has(.backflow-feed) { display: none; }
"""


def script(component: str) -> str:
    """The JavaScript module of a component, comments and indentation removed: it travels to every browser."""
    files = (HERE / "js" / f"{name}.js" for name in PARTS[component])
    return "\n".join(_slim(path.read_text("utf-8")) for path in files) + "\n"


def style() -> str:
    return (HERE / "stage.css").read_text("utf-8")


@functools.cache
def _slim(source: str) -> str:
    lines = (line.strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
