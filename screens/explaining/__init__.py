"""Every number explained: one aspect in one file, ASPECTS in menu order."""

from screens.explaining.aspect import Aspect, Subject, always
from screens.explaining.chain_rule import chain_rule

ASPECTS: dict[str, Aspect] = {
    "chain_rule": Aspect("Chain rule", "Where it comes from, back to the loss.", always, chain_rule),
}

__all__ = ["ASPECTS", "Aspect", "Subject"]
