"""The operations a network is made of; ACTIVATIONS is in menu order."""

from core.ops.absolute_sum import AbsoluteSum
from core.ops.add import Add
from core.ops.add_product import AddProduct
from core.ops.affine import Affine
from core.ops.average_pool2d import AveragePool2d
from core.ops.batch_mean import BatchMean
from core.ops.batch_variance import BatchVariance
from core.ops.conv2d import Conv2d
from core.ops.elu import Elu
from core.ops.flatten import Flatten
from core.ops.gated_sum import GatedSum
from core.ops.gelu import Gelu
from core.ops.global_average_pool2d import GlobalAveragePool2d
from core.ops.hard_tanh import HardTanh
from core.ops.input_sums import InputSums
from core.ops.leaky_relu import LeakyRelu
from core.ops.linear import Linear
from core.ops.mask_weights import MaskWeights
from core.ops.max_pool2d import MaxPool2d
from core.ops.mix import Mix
from core.ops.multiply import Multiply
from core.ops.normalise import Normalise
from core.ops.op import Call, Elementwise, Op, call, slope_path
from core.ops.rate_divergence import RateDivergence
from core.ops.recur import Recur
from core.ops.relu import Relu
from core.ops.scale_shift import ScaleShift
from core.ops.sigmoid import Sigmoid
from core.ops.silu import Silu
from core.ops.softmax import Softmax
from core.ops.softplus import Softplus
from core.ops.spread import Spread
from core.ops.tanh import Tanh
from core.ops.tied_affine import TiedAffine
from core.ops.window import Window

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
    "tied_affine": TiedAffine,
    **ACTIVATIONS,
    "add": Add,
    "multiply": Multiply,
    "mask_weights": MaskWeights,
    "batch_mean": BatchMean,
    "batch_variance": BatchVariance,
    "normalise": Normalise,
    "scale_shift": ScaleShift,
    "conv2d": Conv2d,
    "max_pool2d": MaxPool2d,
    "average_pool2d": AveragePool2d,
    "global_average_pool2d": GlobalAveragePool2d,
    "flatten": Flatten,
    "input_sums": InputSums,
    "recur": Recur,
    "gated_sum": GatedSum,
    "add_product": AddProduct,
    "mix": Mix,
    "spread": Spread,
    "absolute_sum": AbsoluteSum,
    "rate_divergence": RateDivergence,
}

__all__ = [
    "ACTIVATIONS",
    "OPS",
    "AbsoluteSum",
    "Add",
    "AddProduct",
    "Affine",
    "AveragePool2d",
    "BatchMean",
    "BatchVariance",
    "Call",
    "Conv2d",
    "Elementwise",
    "Flatten",
    "GatedSum",
    "GlobalAveragePool2d",
    "InputSums",
    "MaskWeights",
    "MaxPool2d",
    "Mix",
    "Multiply",
    "Normalise",
    "Op",
    "RateDivergence",
    "Recur",
    "ScaleShift",
    "Spread",
    "TiedAffine",
    "Window",
    "call",
    "slope_path",
]
