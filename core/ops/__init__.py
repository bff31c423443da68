"""The operations a network is made of; ACTIVATIONS is in menu order."""

from core.ops.add import Add
from core.ops.affine import Affine
from core.ops.batch_mean import BatchMean
from core.ops.batch_variance import BatchVariance
from core.ops.elu import Elu
from core.ops.gelu import Gelu
from core.ops.hard_tanh import HardTanh
from core.ops.leaky_relu import LeakyRelu
from core.ops.linear import Linear
from core.ops.mask_weights import MaskWeights
from core.ops.multiply import Multiply
from core.ops.normalise import Normalise
from core.ops.op import Call, Elementwise, Op, call, slope_path
from core.ops.relu import Relu
from core.ops.scale_shift import ScaleShift
from core.ops.sigmoid import Sigmoid
from core.ops.silu import Silu
from core.ops.softmax import Softmax
from core.ops.softplus import Softplus
from core.ops.tanh import Tanh

ACTIVATIONS: dict[str, type[Op]] = {
    "tanh": Tanh,
    "sigmoid": Sigmoid,
    "relu": Relu,
    "leaky_relu": LeakyRelu,
    "elu": Elu,
    "gelu": Gelu,
    "silu": Silu,
    "softplus": Softplus,
    "hard_tanh": HardTanh,
    "linear": Linear,
    "softmax": Softmax,
}

OPS: dict[str, type[Op]] = {
    "affine": Affine,
    **ACTIVATIONS,
    "add": Add,
    "multiply": Multiply,
    "mask_weights": MaskWeights,
    "batch_mean": BatchMean,
    "batch_variance": BatchVariance,
    "normalise": Normalise,
    "scale_shift": ScaleShift,
}

__all__ = [
    "ACTIVATIONS",
    "OPS",
    "Add",
    "Affine",
    "BatchMean",
    "BatchVariance",
    "Call",
    "Elementwise",
    "MaskWeights",
    "Multiply",
    "Normalise",
    "Op",
    "ScaleShift",
    "call",
    "slope_path",
]
