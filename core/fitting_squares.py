"""Whether an optimizer that works on sums of squares can work on this network, said before anything is trained."""

from __future__ import annotations

from collections.abc import Iterator

from core.errors import BackflowError
from core.layout import Layout
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.spec import Dense, Spec

# What a step of Levenberg–Marquardt may cost: a system of so many equations, from a Jacobian of so many numbers.
MOST_PARAMETERS = 500
LARGEST_JACOBIAN = 250_000


def check_least_squares(spec: Spec, layout: Layout, batch: int) -> None:
    """Some optimizers need a sum of squares and nothing else, and solve a system as large as the network."""
    reason = OPTIMIZERS[spec.optimizer.name].least_squares
    objections = (*of_the_loss(spec, reason), *of_the_layers(spec), *of_the_size(spec, layout, batch)) if reason else ()
    if objections:
        raise BackflowError(f"optimizer.name is {spec.optimizer.name!r} and {objections[0]}")


def of_the_loss(spec: Spec, reason: str) -> Iterator[str]:
    """Squares alone, of which nothing is added to or taken off."""
    if not LOSSES[spec.loss.name].least_squares:
        fitting = " or ".join(name for name, rule in LOSSES.items() if rule.least_squares)
        yield f"loss.name is {spec.loss.name!r}: {reason}; choose the loss {fitting}, or another optimizer."
    if on := [one.name for one in spec.regularisers if one.amount]:
        yield f"regularisers has {' and '.join(on)}: {reason}; take that off, or choose another optimizer."


def of_the_layers(spec: Spec) -> Iterator[str]:
    """Layers of which the Jacobian is known."""
    for name, layer in zip(spec.layer_names, spec.layers, strict=True):
        if type(layer) is not Dense:
            yield (
                f"{name} is no dense layer: the Jacobian is known for dense layers only; "
                "choose dense layers, or another optimizer."
            )
        elif layer.tied:
            yield (
                f"{name} has the weights of another layer: the Jacobian is known for weights that are used once; "
                "choose weights of its own, or another optimizer."
            )


def of_the_size(spec: Spec, layout: Layout, batch: int) -> Iterator[str]:
    """A system that is solved in every step."""
    block = layout.blocks["parameter"]
    parameters, residuals = block.stop - block.start, batch * spec.output.units
    if parameters > MOST_PARAMETERS or parameters * residuals > LARGEST_JACOBIAN:
        yield (
            f"the network has {parameters:,} parameters and a step {residuals:,} residuals: expected at most "
            f"{MOST_PARAMETERS} parameters, and {LARGEST_JACOBIAN:,} as the product of both; "
            "choose fewer units, fewer examples, or another optimizer."
        )
