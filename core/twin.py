"""The same run with another kind of recurrent layer: what would the gradient do there?"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from core.program import Program, compile_program
from core.spec import Spec
from core.spec.recurrent import GRU, LSTM, Recurrent, SimpleRNN
from core.step import Step

# Training the other network takes time: beyond so many steps it is shown as it was then.
MOST_STEPS = 200
OTHER = {SimpleRNN: LSTM, LSTM: SimpleRNN, GRU: SimpleRNN}


def twin_spec(spec: Spec) -> Spec | None:
    """The spec with an LSTM for every simple RNN, and a simple RNN for every LSTM or GRU; None without any of them."""
    if not any(isinstance(layer, Recurrent) for layer in spec.layers):
        return None
    layers = tuple(other(layer) if isinstance(layer, Recurrent) else layer for layer in spec.layers)
    return replace(spec, layers=layers, initial=(), frozen=())


def other(layer: Any) -> Any:
    """The other kind, with everything that both kinds know."""
    kind = OTHER[type(layer)]
    shared = {field.name for field in fields(kind)} & {field.name for field in fields(layer)}
    return kind(**{name: getattr(layer, name) for name in shared})


def twin_step(program: Program, index: int) -> tuple[Program, Step] | None:
    """The twin of a program and its step of the same number, or of the last one that is trained for it."""
    spec = twin_spec(program.spec)
    if spec is None or (spec.data.name == "given" and not spec.data.x):
        return None
    return trained(spec, min(index, MOST_STEPS))


@lru_cache(maxsize=8)
def trained(spec: Spec, index: int) -> tuple[Program, Step]:
    """The program of a spec and its step of this number; the last few are kept, shared by all sessions."""
    program = compile_program(spec)
    return program, program.advance(program.run(program.start(), index))[1]
