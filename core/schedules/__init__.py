"""The learning-rate schedules in menu order."""

from core.schedules.constant import Constant
from core.schedules.cosine import Cosine
from core.schedules.exponential import Exponential
from core.schedules.one_cycle import OneCycle
from core.schedules.plateau import ReduceOnPlateau
from core.schedules.schedule import ScheduleRule
from core.schedules.step import Stairs
from core.schedules.warm_up import WarmUp

SCHEDULES: dict[str, type[ScheduleRule]] = {
    "constant": Constant,
    "step": Stairs,
    "exponential": Exponential,
    "cosine": Cosine,
    "warm_up": WarmUp,
    "one_cycle": OneCycle,
    "reduce_on_plateau": ReduceOnPlateau,
}

__all__ = ["SCHEDULES", "ScheduleRule"]
