"""The optimizers in menu order."""

from core.optimizers.adadelta import Adadelta
from core.optimizers.adagrad import Adagrad
from core.optimizers.adam import Adam
from core.optimizers.adamax import Adamax
from core.optimizers.adamw import AdamW
from core.optimizers.amsgrad import AMSGrad
from core.optimizers.lbfgs import LBFGS
from core.optimizers.levenberg_marquardt import LevenbergMarquardt
from core.optimizers.momentum import Momentum
from core.optimizers.nadam import NAdam
from core.optimizers.nesterov import Nesterov
from core.optimizers.optimizer import Memory, OptimizerRule, Settings
from core.optimizers.rmsprop import RMSprop
from core.optimizers.room import Room
from core.optimizers.rprop import Rprop
from core.optimizers.sgd import Sgd

OPTIMIZERS: dict[str, type[OptimizerRule]] = {
    "sgd": Sgd,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": Adagrad,
    "adadelta": Adadelta,
    "rmsprop": RMSprop,
    "adam": Adam,
    "adamw": AdamW,
    "nadam": NAdam,
    "amsgrad": AMSGrad,
    "adamax": Adamax,
    "rprop": Rprop,
    "lbfgs": LBFGS,
    "levenberg_marquardt": LevenbergMarquardt,
}

__all__ = ["OPTIMIZERS", "Memory", "OptimizerRule", "Room", "Settings"]
