"""Backflow's core: networks that train with every number of every step in reach.  Needs NumPy only."""

from core.errors import BackflowError, NonFiniteError, SpecError, UnknownPathError
from core.program import Program, Recording, compile_program
from core.recipes import RECIPES
from core.replicas import Replicas, compile_replicas
from core.spec import (
    GRU,
    LSTM,
    AveragePool2d,
    Conv2d,
    Data,
    Dense,
    Embedding,
    Flatten,
    GlobalAveragePool2d,
    Initialiser,
    Loss,
    MaxPool2d,
    Optimizer,
    Regulariser,
    Schedule,
    SimpleRNN,
    Spec,
    StepDense,
    Stop,
)
from core.state import State
from core.step import Step

__all__ = [
    "GRU",
    "LSTM",
    "RECIPES",
    "AveragePool2d",
    "BackflowError",
    "Conv2d",
    "Data",
    "Dense",
    "Embedding",
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
    "SimpleRNN",
    "Spec",
    "SpecError",
    "State",
    "Step",
    "StepDense",
    "Stop",
    "UnknownPathError",
    "compile_program",
    "compile_replicas",
]
