"""The forward half of a program in training, built when somebody first asks and let go together with the program."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np

from core.evaluator import ForwardProgram
from core.program import Program
from core.step import Step

_KEPT: WeakKeyDictionary[Program, dict[bool, ForwardProgram]] = WeakKeyDictionary()


def loaded(program: Program, step: Step, imaginary: bool = False) -> ForwardProgram:
    """Ready to compute the loss of a step again: its model, its examples, its masks.

    imaginary: in complex numbers, for derivatives that are exact to rounding.
    """
    kept = _KEPT.setdefault(program, {})
    if imaginary not in kept:
        kept[imaginary] = built(program, imaginary)
    kept[imaginary].load_step(step.row[step.layout.blocks["model"]], step)
    return kept[imaginary]


def built(program: Program, imaginary: bool) -> ForwardProgram:
    """A forward program for the batches of this one."""
    shape = program.network.shape
    if imaginary:
        return ForwardProgram(program.spec, shape, program.batch, np.complex128, fuse=False)
    return ForwardProgram(program.spec, shape, program.batch)
