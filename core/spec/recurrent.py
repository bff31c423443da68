"""The layers that go along a sequence, step by step, and the dense layer that acts on every step alike."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.initialisers import INITIALISERS
from core.ops import ACTIVATIONS
from core.spec.checks import check_choice, check_flag, check_kind, check_number
from core.spec.parts import LEFT_OUT, Initialiser


def orthogonal() -> Initialiser:
    """How the weights along time start: U neither stretches nor shrinks what goes through it."""
    return Initialiser("orthogonal")


@dataclass(frozen=True, slots=True)
class SimpleRNN:
    """h_t = activation(W x_t + U h_{t−1} + b), from h_0 = 0; inputs have the shape (steps, features).

    sequence: hand on the states of all steps, (steps, units), or only the last one, (units,);
    truncate: k > 0 stops the backward pass between the steps k and k + 1, 2k and 2k + 1, …; 0 goes all the way back;
    initialiser, recurrent_initialiser: of the weights W of the inputs, and U of the state before.
    """

    units: int
    activation: str = "tanh"
    sequence: bool = False
    truncate: int = 0
    initialiser: Initialiser = field(default_factory=Initialiser)
    recurrent_initialiser: Initialiser = field(default_factory=orthogonal)
    bias: bool = True
    bias_initialiser: Initialiser = LEFT_OUT

    def __post_init__(self) -> None:
        check_choice("layer.activation", self.activation, ACTIVATIONS)
        check_recurrent(self)


@dataclass(frozen=True, slots=True)
class LSTM:
    """i, f, o = sigmoid and g = tanh of W x_t + U h_{t−1} + b;  c_t = f c_{t−1} + i g;  h_t = o tanh c_t.

    W, U and b hold the rows of i, f, o, g in this order (PyTorch: i, f, g, o); b is the sum of PyTorch's two biases.
    sequence, truncate and the initialisers: as in SimpleRNN;  forget_bias: added to the biases of f where they start,
    so that a new cell remembers.
    """

    units: int
    sequence: bool = False
    truncate: int = 0
    initialiser: Initialiser = field(default_factory=Initialiser)
    recurrent_initialiser: Initialiser = field(default_factory=orthogonal)
    bias: bool = True
    bias_initialiser: Initialiser = LEFT_OUT
    forget_bias: float = 1.0

    def __post_init__(self) -> None:
        check_recurrent(self)
        check_number(self, "forget_bias", prefix="layer.")

    @property
    def activation(self) -> str:
        """What the state is made with."""
        return "tanh"


@dataclass(frozen=True, slots=True)
class GRU:
    """r, u = sigmoid of W x_t + U h_{t−1} + b;  n = tanh(W x_t + b + r (U h_{t−1} + c));  h_t = (1 − u) n + u h_{t−1}.

    W, U and b hold the rows of r, u, n in this order, as PyTorch does (r, z, n); c is PyTorch's second bias of n, and
    its two biases of r and u are added up in b.  sequence, truncate and the initialisers: as in SimpleRNN.
    """

    units: int
    sequence: bool = False
    truncate: int = 0
    initialiser: Initialiser = field(default_factory=Initialiser)
    recurrent_initialiser: Initialiser = field(default_factory=orthogonal)
    bias: bool = True
    bias_initialiser: Initialiser = LEFT_OUT

    def __post_init__(self) -> None:
        check_recurrent(self)

    @property
    def activation(self) -> str:
        """What the state is made with."""
        return "tanh"


@dataclass(frozen=True, slots=True)
class StepDense:
    """A dense layer with the same weights at every step: z_t = W x_t + b, a_t = activation(z_t).

    As output layer it answers at every step: a softmax is taken within each step, and a loss is averaged over the
    steps, as PyTorch's are for outputs of the shape (examples, classes, steps).
    """

    units: int
    activation: str = "tanh"
    initialiser: Initialiser = field(default_factory=Initialiser)
    bias: bool = True
    bias_initialiser: Initialiser = LEFT_OUT

    def __post_init__(self) -> None:
        check_number(self, "units", prefix="layer.")
        check_choice("layer.activation", self.activation, ACTIVATIONS)
        check_start(self)


@dataclass(frozen=True, slots=True)
class Embedding:
    """A vector for each symbol at every step: W x_t with x_t one-hot, so the columns of W are the vectors."""

    units: int
    initialiser: Initialiser = field(default_factory=lambda: Initialiser("normal"))

    def __post_init__(self) -> None:
        check_number(self, "units", prefix="layer.")
        check_kind("layer.initialiser", self.initialiser, Initialiser)

    @property
    def activation(self) -> str:
        """None."""
        return "linear"


Recurrent = SimpleRNN | LSTM | GRU


def check_recurrent(layer: Recurrent) -> None:
    """What all recurrent layers have."""
    check_number(layer, "units", "truncate", prefix="layer.")
    check_flag("layer.sequence", layer.sequence)
    check_kind("layer.recurrent_initialiser", layer.recurrent_initialiser, Initialiser)
    check_start(layer)


def check_start(layer: Recurrent | StepDense) -> None:
    """How weights and biases start; biases that were told nothing start as goes with the weights."""
    check_flag("layer.bias", layer.bias)
    check_kind("layer.initialiser", layer.initialiser, Initialiser)
    if layer.bias_initialiser is LEFT_OUT:
        object.__setattr__(layer, "bias_initialiser", Initialiser(INITIALISERS[layer.initialiser.name].bias))
    check_kind("layer.bias_initialiser", layer.bias_initialiser, Initialiser)
