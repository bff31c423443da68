"""From a spec to the ordered list of operations: what the program will run and what the screen will draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod

from core.errors import BackflowError
from core.layers import LAYERS, Around, BuiltLayer
from core.losses import FUSED, LOSSES, factor_of
from core.ops import Op
from core.regularisers import REGULARISERS
from core.spec import Dense, Spec
from core.terms import terms_of, with_terms


@dataclass(frozen=True, slots=True)
class Network:
    """The operations in forward order, with the layers they came from; the last operation is the loss of the data.

    shape: of one example of the data;
    terms: the names of the terms of the loss that depend on activations, whose operations stand before the last one;
    penalties: the names and amounts of those that depend on the weights alone.  With either, the last operation writes
    "L/data", each term "L/" and its name, and L is their sum.
    """

    layers: tuple[BuiltLayer, ...]
    ops: tuple[Op, ...]
    shape: tuple[int, ...]
    outputs: int
    penalties: tuple[tuple[str, float], ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def inputs(self) -> int:
        """How many numbers an example has."""
        return prod(self.shape)

    @property
    def parts(self) -> tuple[str, ...]:
        """What the loss has beside that of the data."""
        return (*self.terms, *(name for name, _ in self.penalties))


def build_network(spec: Spec, shape: tuple[int, ...], batch: int, fuse: bool = True, training: bool = True) -> Network:
    """Chain the layers, end with the loss; `fuse` joins the last activation and the loss where a stable form exists.

    training: masks and statistics of the batch act; otherwise the network is built for evaluation.
    """
    share = 1.0 / batch if spec.loss.reduction == "mean" else 1.0
    layers, terms = with_terms(spec, chain_layers(spec, shape, batch, training), share, training)
    ops = [op for layer in layers for op in layer.ops]
    last = spec.output
    steps = layers[-1].shape[0] if len(layers[-1].shape) == 2 else 1
    factor = factor_of(LOSSES[spec.loss.name], spec.loss.reduction, batch, last.units, steps)
    fused = FUSED.get((last.activation, spec.loss.name)) if fuse else None
    penalties = tuple((one.name, one.amount) for one in spec.regularisers if one.amount and is_penalty(one.name))
    names = tuple(one.name for one in terms_of(spec))
    output = "L/data" if penalties or names else "L"
    if fused is not None:
        ops[-1:] = [*terms, fused(("out/a", "y", "out/z"), output, factor, steps)]
    else:
        ops += [*terms, LOSSES[spec.loss.name](("out/a", "y"), output, factor, steps)]
    return Network(layers, tuple(ops), shape, layers[-1].units, penalties, names)


def is_penalty(regulariser: str) -> bool:
    """Whether it is a term of the loss."""
    return REGULARISERS[regulariser].penalty is not None


def chain_layers(spec: Spec, shape: tuple[int, ...], batch: int, training: bool) -> tuple[BuiltLayer, ...]:
    """Each layer takes the output of the one before it; the first takes the data x."""
    built: list[BuiltLayer] = []
    source = "x"
    for name, layer in zip(spec.layer_names, spec.layers, strict=True):
        around = Around(source, shape, batch, name == "out", skips_to(spec, name), training)
        if not around.last:
            dropout, dropconnect, norm = (spec.amount(rule) for rule in ("dropout", "dropconnect", "batch_norm"))
            around = replace(around, dropout=dropout, dropconnect=dropconnect, batch_norm=norm)
        if isinstance(layer, Dense) and layer.tied:
            around = replace(around, tied=built[spec.layer_names.index(layer.tied)].parameters[0])
        built.append(LAYERS[type(layer)](layer, name, around))
        check_links(built, around.skips)
        source, shape = f"{name}/a", built[-1].shape
    return tuple(built)


def check_links(layers: list[BuiltLayer], skips: tuple[str, ...]) -> None:
    """The layer that was built last takes outputs of earlier layers only where they have its shape."""
    last, shapes = layers[-1], {f"{layer.name}/a": layer.shape for layer in layers}
    for path in skips:
        if path in shapes and shapes[path] != last.shape:
            raise BackflowError(
                f"skips has {path.removesuffix('/a')}→{last.name}, from the shape {shapes[path]} to {last.shape}: "
                "expected equal shapes, since outputs are added number by number."
            )


def skips_to(spec: Spec, name: str) -> tuple[str, ...]:
    """The outputs of earlier layers that are added to the output of this one."""
    return tuple("x" if start == "x" else f"{start}/a" for start, end in spec.skips if end == name)
