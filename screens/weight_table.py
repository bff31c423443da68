"""The weights of a layer as a table to edit; of a large layer the part around what is selected."""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from core import session as sessions
from core.session import Session
from screens.view import apply, rerun

# A larger table is slow to send and cannot be read.
MOST_ROWS, MOST_COLUMNS = 32, 16

Corner = tuple[int, int]


def weight_table(session: Session, layer: str) -> None:
    """The weights in a table, a row per unit."""
    if session.playing:
        st.caption("Pause to edit the weights as a table.")
        return
    path = f"{layer}/W"
    values = session.step.parameter(path)
    if values.ndim != 2:
        st.caption("Kernels are shown as pictures; choose one of their weights to change it.")
        return
    top, left = corner = corner_of(session.selected, values.shape)
    part = values[top : top + MOST_ROWS, left : left + MOST_COLUMNS]
    if part.size < values.size:
        rows, columns = (f"{first} to {first + count - 1}" for first, count in zip(corner, part.shape, strict=True))
        st.caption(f"Rows {rows}, columns {columns} of {values.shape[0]} × {values.shape[1]} weights, around what is "
                   "selected; select another edge to see others.")  # fmt: skip
    shape = "x".join(map(str, values.shape))
    key = f"matrix_{layer}_{shape}_{top}_{left}_{session.cursor}_{session.revision}"
    st.data_editor(part.copy(), key=key, num_rows="fixed", on_change=on_table, args=(path, key, corner),
                   alt=f"weights {path}")  # fmt: skip


def corner_of(selected: str, shape: tuple[int, int]) -> Corner:
    """The first row and column of the part that is shown, so that the selected one is in its middle."""
    index = [int(number) for number in re.findall(r"\d+", re.split(r"[\[:]", selected)[-1])]
    j, i = (*index, 0, 0)[:2]
    return within(j, MOST_ROWS, shape[0]), within(i, MOST_COLUMNS, shape[1])


def within(middle: int, most: int, size: int) -> int:
    """Where a stretch of `most` around `middle` begins, inside 0 … size."""
    return max(0, min(middle - most // 2, size - most))


def on_table(path: str, key: str, corner: Corner) -> None:
    """Cells were edited: all of them go into the weights together."""
    top, left = corner
    edits: dict[Any, dict[Any, Any]] = st.session_state[key]["edited_rows"]
    cells = [(top + int(row), left + int(column), value)
             for row, changed in edits.items() for column, value in changed.items()]  # fmt: skip
    apply(lambda session: sessions.edit_cells(session, path, cells))
    rerun("live", "inspector", "notices", "metrics", "explanation", "panels")
