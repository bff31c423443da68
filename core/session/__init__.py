"""One person's run and everything that changes it."""

from core.session.editing import change, edit, edit_array, edit_cells, load_weights, ready_to_extend
from core.session.looking import best_step, metrics, row_of, select
from core.session.playing import go_to, go_to_best, looked_at, pause, play, step_back, step_forward
from core.session.recording import begin, most_rows, opened, recorded, reseed, restart
from core.session.session import Session

__all__ = [
    "Session",
    "begin",
    "best_step",
    "change",
    "edit",
    "edit_array",
    "edit_cells",
    "go_to",
    "go_to_best",
    "load_weights",
    "looked_at",
    "metrics",
    "most_rows",
    "opened",
    "pause",
    "play",
    "ready_to_extend",
    "recorded",
    "reseed",
    "restart",
    "row_of",
    "select",
    "step_back",
    "step_forward",
]
