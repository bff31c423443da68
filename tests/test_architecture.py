"""Holds the one-way street of imports, core ← viz ← screens ← app.py, so that the core never grows a screen."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Besides the standard library, which is open to all.
ALLOWED = {
    "core": {"core", "numpy"},
    "viz": {"viz", "core", "numpy", "networkx", "plotly"},
    "viz/mount": {"viz", "core", "numpy", "networkx", "plotly", "streamlit"},
    "screens": {"screens", "viz", "core", "streamlit"},
    "app": {"screens", "streamlit", "threadpoolctl"},
}


def imports(source: str) -> Iterator[tuple[int, str]]:
    """Line and top-level name of every import; a relative one cannot leave its package, so it is left out."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name.partition(".")[0]) for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield node.lineno, module.partition(".")[0]
            case ast.Call(
                func=ast.Name(id="__import__" | "import_module") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield node.lineno, module.partition(".")[0]


def violations(room: str, source: str) -> list[str]:
    """One sentence for each import that this room may not have."""
    open_to_room = ALLOWED[room] | sys.stdlib_module_names
    return [
        f"line {line}: {room} may not import {name}"
        for line, name in sorted(imports(source))
        if name and name not in open_to_room
    ]


def room_of(path: Path) -> str:
    room = path.relative_to(ROOT).parts[0].removesuffix(".py")
    return "viz/mount" if room == "viz" and path.name == "mount.py" else room


def sources() -> list[Path]:
    return [path for room in ("core", "viz", "screens", "app.py") for path in walk(ROOT / room)]


def walk(room: Path) -> list[Path]:
    return [room] if room.is_file() else sorted(room.rglob("*.py"))


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    assert violations(room_of(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("room", ["core", "viz", "screens", "app.py"])
def test_every_room_has_something_to_walk(room: str) -> None:
    assert walk(ROOT / room), f"{room} is empty or has moved, and the rule above would hold nothing"


def test_no_folder_is_named_pages() -> None:
    """Streamlit finds screens by itself in such a folder, which breaks its app test beside st.navigation."""
    folders = (path for path in ROOT.glob("[!.]*/**/") if not any(part.startswith(".") for part in path.parts[1:]))
    assert [path for path in folders if path.name == "pages"] == []


@pytest.mark.parametrize(
    ("room", "source", "name"),
    [
        ("core", "import streamlit as st", "streamlit"),
        ("core", "from viz.graph import draw", "viz"),
        ("core", "import numpy, scipy.sparse", "scipy"),
        ("core", "def late():\n    import screens", "screens"),
        ("core", "import importlib\nimportlib.import_module('plotly.io')", "plotly"),
        ("core", "plotly = __import__('plotly')", "plotly"),
        ("viz", "import streamlit", "streamlit"),
        ("viz/mount", "from screens import lab", "screens"),
        ("screens", "import numpy as np", "numpy"),
        ("screens", "import plotly.graph_objects as go", "plotly"),
        ("screens", "import app", "app"),
        ("app", "from core import compile_program", "core"),
    ],
)
def test_the_rule_can_fail(room: str, source: str, name: str) -> None:
    line = source.count("\n") + 1
    assert violations(room, source) == [f"line {line}: {room} may not import {name}"]


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("core", "from __future__ import annotations\nimport math\nimport numpy.typing\nfrom core.ops import OPS"),
        ("viz", "import networkx, plotly\nfrom core import Spec\nfrom . import colours"),
        ("viz/mount", "import streamlit as st"),
        ("screens", "import streamlit as st\nfrom viz import FIGURES\nfrom core import RECIPES"),
        ("app", "import gc\nimport streamlit as st\nimport threadpoolctl\nfrom screens import SCREENS"),
    ],
)
def test_the_rule_lets_through_what_is_allowed(room: str, source: str) -> None:
    assert violations(room, source) == []
