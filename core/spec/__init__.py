"""What a training run is made of, in frozen parts that check themselves."""

from core.spec.convolution import AveragePool2d, Conv2d, Flatten, GlobalAveragePool2d, MaxPool2d
from core.spec.limits import LIMITS
from core.spec.parts import REDUCTIONS, Data, Dense, Initialiser, Loss, Optimizer, Regulariser, Schedule, Stop
from core.spec.recurrent import GRU, LSTM, Embedding, SimpleRNN, StepDense
from core.spec.spec import Spec

__all__ = [
    "GRU",
    "LIMITS",
    "LSTM",
    "REDUCTIONS",
    "AveragePool2d",
    "Conv2d",
    "Data",
    "Dense",
    "Embedding",
    "Flatten",
    "GlobalAveragePool2d",
    "Initialiser",
    "Loss",
    "MaxPool2d",
    "Optimizer",
    "Regulariser",
    "Schedule",
    "SimpleRNN",
    "Spec",
    "StepDense",
    "Stop",
]
