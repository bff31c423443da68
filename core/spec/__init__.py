"""What a training run is made of, in frozen parts that check themselves."""

from core.spec.limits import LIMITS
from core.spec.parts import REDUCTIONS, Data, Dense, Initialiser, Loss, Optimizer, Regulariser, Schedule, Stop
from core.spec.spec import Spec

__all__ = [
    "LIMITS",
    "REDUCTIONS",
    "Data",
    "Dense",
    "Initialiser",
    "Loss",
    "Optimizer",
    "Regulariser",
    "Schedule",
    "Spec",
    "Stop",
]
