"""The losses in menu order, and the pairs of activation and loss that have a stable joint form."""

from core.losses.absolute import MeanAbsoluteError
from core.losses.binary_cross_entropy import BinaryCrossEntropy, SigmoidCrossEntropy
from core.losses.categorical_cross_entropy import CategoricalCrossEntropy, SoftmaxCrossEntropy
from core.losses.hinge import Hinge
from core.losses.huber import Huber
from core.losses.loss import LossOp, factor_of
from core.losses.squared import HalfSquaredError, MeanSquaredError, Squared

LOSSES: dict[str, type[LossOp]] = {
    "half_squared_error": HalfSquaredError,
    "mean_squared_error": MeanSquaredError,
    "mean_absolute_error": MeanAbsoluteError,
    "huber": Huber,
    "binary_cross_entropy": BinaryCrossEntropy,
    "categorical_cross_entropy": CategoricalCrossEntropy,
    "hinge": Hinge,
}

FUSED: dict[tuple[str, str], type[LossOp]] = {
    ("sigmoid", "binary_cross_entropy"): SigmoidCrossEntropy,
    ("softmax", "categorical_cross_entropy"): SoftmaxCrossEntropy,
}

__all__ = ["FUSED", "LOSSES", "LossOp", "Squared", "factor_of"]
