"""What all recurrent layers have in common: states along a sequence, of which all or the last are handed on.

A sequence lies (steps, units, batch): what is known of all steps is one variable, and every step a part of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

from core.errors import BackflowError
from core.layers.around import Around
from core.layers.built import BuiltLayer, Masked, Parameter, Part, Variable
from core.layers.dense import finishing
from core.ops import InputSums, Op, Recur
from core.spec import Initialiser
from core.spec.recurrent import Recurrent


@dataclass(frozen=True, slots=True)
class Walk:
    """A recurrent layer on its way along the sequence: h1, h1/t=0, h1/t=1, …"""

    layer: Recurrent
    name: str
    around: Around

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return self.around.shape[0]

    @property
    def times(self) -> range:
        """1, 2, …; the state before them is that of t = 0, which is 0."""
        return range(1, self.steps + 1)

    @property
    def shape(self) -> tuple[int, ...]:
        """What is handed on, of one example."""
        return (self.steps, self.layer.units) if self.layer.sequence else (self.layer.units,)

    @property
    def activated(self) -> str:
        """The path of the states that are handed on, before masks and skip links."""
        masked = self.around.dropout and self.around.training
        return f"{self.name}/f" if masked or self.around.skips else f"{self.name}/a"

    def at(self, time: int, what: str) -> str:
        """h1/t=3/a."""
        return f"{self.name}/t={time}/{what}"

    def cut(self, time: int) -> bool:
        """Whether the backward pass ends here and does not go on to the step before."""
        return bool(self.layer.truncate) and time > 1 and (time - 1) % self.layer.truncate == 0

    def rows(self, what: str, role: str, rows: slice, stride: int, first: int = 1) -> tuple[Part, ...]:
        """The same rows of every step, from the step `first` on, where a step has `stride` rows."""
        units, last = rows.stop - rows.start, self.steps
        places = ((time, (time - first) * stride + rows.start) for time in range(first, last + 1))
        return tuple(Part(self.at(time, what), role, start, (units,)) for time, start in places)


def walk(layer: Recurrent, name: str, around: Around) -> Walk:
    """Along a sequence; anything else is refused."""
    check_sequence(name, "a recurrent layer", around.shape)
    return Walk(layer, name, around)


def check_sequence(name: str, kind: str, shape: tuple[int, ...]) -> None:
    """The input must be a sequence."""
    if len(shape) != 2:
        raise BackflowError(
            f"{name} is {kind} and its input has the shape {shape}: expected (steps, features), from data that are "
            "sequences or from a recurrent layer that hands on its whole sequence."
        )


def built(
    way: Walk, ops: tuple[Op, ...], variables: tuple[Variable, ...], slopes: tuple[Variable, ...], *more: Parameter
) -> BuiltLayer:
    """The layer: its operations along the sequence, then masks and skip links on what it hands on."""
    layer, name, around = way.layer, way.name, way.around
    dropped = bool(around.dropout and around.training)
    masks = (Masked(f"{name}/mask", sized(way.shape), around.dropout, shape=way.shape),) if dropped else ()
    return BuiltLayer(
        name,
        around.source,
        way.shape,
        layer.activation,
        (*ops, *finishing(name, way.activated, around)),
        (*variables, *after(way, dropped)),
        more,
        masks,
        slopes=slopes,
    )


def after(way: Walk, dropped: bool) -> tuple[Variable, ...]:
    """What masks and skip links make of the states."""
    if way.activated == f"{way.name}/a":
        return ()
    output = Variable(f"{way.name}/a", "activation", sized(way.shape), padded=not way.around.last, shape=way.shape)
    between = replace(output, path=f"{way.name}/d", role="branch", padded=False)
    return (between, output) if dropped and way.around.skips else (output,)


def sized(shape: tuple[int, ...]) -> int:
    """How many numbers there are."""
    return shape[0] * shape[-1] if len(shape) == 2 else shape[0]


def states(way: Walk, parts: tuple[Part, ...] = ()) -> Variable:
    """h_0 = 0, h_1, …: the states, and under the layer's own name those that it hands on; then the row of ones."""
    units, steps = way.layer.units, way.steps
    role = "activation" if way.activated == f"{way.name}/a" else "branch"
    given = Part(way.activated, role, units if way.layer.sequence else units * steps, way.shape)
    each = way.rows("a", "state", slice(0, units), units, first=0)
    before = Part(f"{way.name}/before", "state", 0, (steps, units))
    everything = (given, *each, before, *parts)
    return Variable("", "", 0, padded=True, shape=(steps + 1, units), parts=everything)


def input_sums(way: Walk, output: str, rows: slice) -> InputSums:
    """W x_t + b of all steps."""
    biases = (f"{way.name}/b",) if way.layer.bias else ()
    return InputSums((way.around.source, f"{way.name}/W", *biases), output, way.steps, rows)


def recur(way: Walk, time: int) -> Recur:
    """+ U h_{t−1}."""
    name = way.name
    inputs = way.at(time - 1, "a"), f"{name}/U"
    return Recur(inputs, way.at(time, "z"), time, way.steps, f"{name}/z", f"{name}/before", way.cut(time))


def input_weights(way: Walk, gates: int, lifted: tuple[slice, float] | None = None) -> Parameter:
    """W and b, one stretch of rows per gate."""
    layer, (_, features) = way.layer, way.around.shape
    bias = layer.bias_initialiser if layer.bias else None
    return Parameter(
        f"{way.name}/W",
        "weight",
        gates * layer.units,
        features,
        told(layer.initialiser, features, layer.units),
        f"{way.name}/b" if layer.bias else "",
        None if bias is None else told(bias, features, layer.units),
        lifted=lifted if layer.bias else None,
    )


def state_weights(way: Walk, gates: int) -> Parameter:
    """U, one stretch of rows per gate."""
    units = way.layer.units
    return Parameter(f"{way.name}/U", "weight", gates * units, units, way.layer.recurrent_initialiser)


def told(initialiser: Initialiser, features: int, units: int) -> Initialiser:
    """PyTorch draws all weights of a recurrent layer within ±1/√units, whatever they are multiplied with."""
    if initialiser.name != "pytorch_default":
        return initialiser
    return replace(initialiser, scale=initialiser.scale * sqrt(features / units))
