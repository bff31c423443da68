"""The optimizers in menu order."""

from core.optimizers.optimizer import Memory, OptimizerRule
from core.optimizers.sgd import Sgd

OPTIMIZERS: dict[str, type[OptimizerRule]] = {"sgd": Sgd}

__all__ = ["OPTIMIZERS", "Memory", "OptimizerRule"]
