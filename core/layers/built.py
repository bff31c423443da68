"""A layer after building: its operations, the variables they compute and its parameters, still without any numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from core.ops import Op, slope_path
from core.spec import Initialiser


@dataclass(frozen=True, slots=True)
class Part:
    """A name for a part of a variable; start: how many numbers of an example lie before it;  shape: of one example."""

    path: str
    role: str
    start: int
    shape: tuple[int, ...]

    @property
    def slope(self) -> Part:
        """The slope that lies at the same place of a variable full of slopes."""
        return Part(slope_path(self.path), "slope", self.start, self.shape)


@dataclass(frozen=True, slots=True)
class Variable:
    """A quantity that a layer computes for every example: (batch, units).

    padded: a row of ones follows it, against which the layer that reads it multiplies its biases;
    same: the variable whose numbers these are too, since the activation between them changes nothing;
    pooled: one number per unit, taken over the batch: (units,);
    activation: which one gives it; variables that activations give lie in one run through all layers;
    shape: of one example, where it is more than a list of units: (channels, height, width) or (steps, features);
    parts: their own names, such as those of single steps; then the whole may go without: path "".
    """

    path: str
    role: str
    units: int
    padded: bool = False
    same: str = ""
    pooled: bool = False
    activation: str = ""
    shape: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """Weights (units, inputs) on `path`, with the biases on `bias` as a last column behind them; "" is no biases.

    single: one number per unit instead: (units,); `inputs` is then only what the initialiser knows;
    shape: of the weights of one unit, where it is more than a list: (channels, height, width) of a kernel;
    fan_out: how many sums an input feeds, where that is more than the units;
    lifted: which biases start higher than drawn, and by how much.
    """

    path: str
    role: str
    units: int
    inputs: int
    initialiser: Initialiser
    bias: str = ""
    bias_initialiser: Initialiser | None = None
    single: bool = False
    shape: tuple[int, ...] = ()
    fan_out: int = 0
    lifted: tuple[slice, float] | None = None

    @property
    def width(self) -> int:
        """How many numbers are stored for each unit."""
        return 1 if self.single else self.inputs + bool(self.bias)


@dataclass(frozen=True, slots=True)
class Masked:
    """Something that a step leaves out at random: a variable, or the weights of `parameter`; `mask` says what is left.

    amount: the probability of being left out;  what is left is made larger by 1 / (1 − amount);
    shape: of a variable that is more than a list of units.
    """

    mask: str
    units: int
    amount: float
    parameter: Parameter | None = None
    shape: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Running:
    """A statistic for evaluation that follows those of the batches: r ← r + follows · (factor · batch − r)."""

    path: str
    of: str
    units: int
    start: float
    follows: float
    factor: float


@dataclass(frozen=True, slots=True)
class BuiltLayer:
    """Operations, variables and parameters of one layer; its output is `name`/a, of this shape for each example.

    routes: contributions to an adjoint that are recorded one by one, as pairs (path, name of the route);
    slopes: those of activations inside the layer, recorded in the backward pass;
    tied: the path of the weights that it uses transposed.
    """

    name: str
    source: str
    shape: tuple[int, ...]
    activation: str
    ops: tuple[Op, ...]
    variables: tuple[Variable, ...]
    parameters: tuple[Parameter, ...]
    masks: tuple[Masked, ...] = ()
    routes: tuple[tuple[str, str], ...] = ()
    statistics: tuple[Running, ...] = ()
    slopes: tuple[Variable, ...] = ()
    tied: str = ""

    @property
    def units(self) -> int:
        """How many numbers the output has for each example."""
        return prod(self.shape)
