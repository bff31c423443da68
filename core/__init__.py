"""Backflow's core: networks that train with every number of every step in reach.  Needs NumPy only."""

from core.errors import BackflowError, NonFiniteError, SpecError, UnknownPathError
from core.program import Program, Recording, compile_program
from core.recipes import RECIPES
from core.replicas import Replicas, compile_replicas
from core.spec import (
    AveragePool2d,
    Conv2d,
    Data,
    Dense,
    Flatten,
    GlobalAveragePool2d,
    Initialiser,
    Loss,
    MaxPool2d,
    Optimizer,
    Regulariser,
    Schedule,
    Spec,
    Stop,
)
from core.state import State
from core.step import Step

__all__ = [
    "RECIPES",
    "AveragePool2d",
    "BackflowError",
    "Conv2d",
    "Data",
    "Dense",
    "Flatten",
    "GlobalAveragePool2d",
    "Initialiser",
    "Loss",
    "MaxPool2d",
    "NonFiniteError",
    "Optimizer",
    "Program",
    "Recording",
    "Regulariser",
    "Replicas",
    "Schedule",
    "Spec",
    "SpecError",
    "State",
    "Step",
    "Stop",
    "UnknownPathError",
    "compile_program",
    "compile_replicas",
]
