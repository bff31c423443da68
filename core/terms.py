"""Terms of the loss that depend on activations: on the code, which is what the narrowest hidden layer computes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.errors import BackflowError
from core.layers import BuiltLayer, Variable
from core.ops import AbsoluteSum, BatchMean, Op, RateDivergence
from core.regularisers import REGULARISERS
from core.spec import Dense, Regulariser, Spec

# What a term adds to the layer of the code, given the layer's name, the path of its activations, and 1/batch or 1.
Term = tuple[tuple[Variable, ...], tuple[Op, ...]]
Build = Callable[[Regulariser, BuiltLayer, str, float], Term]


def activation_l1(rule: Regulariser, layer: BuiltLayer, path: str, share: float) -> Term:
    """λ Σ |a|, averaged or added over the batch."""
    return (), (AbsoluteSum((path,), f"L/{rule.name}", rule.amount * share, rule.name),)


def sparsity(rule: Regulariser, layer: BuiltLayer, path: str, share: float) -> Term:
    """The rate of every unit over the batch, and β times its divergence from the target."""
    rate = Variable(f"{layer.name}/rate", "moment", layer.units, pooled=True)
    mean = BatchMean((path,), rate.path, rule.name)
    return (rate,), (mean, RateDivergence((rate.path,), f"L/{rule.name}", rule.amount, rule.settings["rate"]))


TERMS: dict[str, Build] = {"activation_l1": activation_l1, "sparsity": sparsity}


def terms_of(spec: Spec) -> tuple[Regulariser, ...]:
    """The terms that are on."""
    return tuple(one for one in spec.regularisers if one.amount and REGULARISERS[one.name].term)


def with_terms(
    spec: Spec, layers: tuple[BuiltLayer, ...], share: float, training: bool
) -> tuple[tuple[BuiltLayer, ...], tuple[Op, ...]]:
    """The layers, of which that of the code has what the terms need, and the operations of the terms.

    share: 1 / batch where the loss averages its examples, 1 where it adds them.
    """
    rules = terms_of(spec)
    if not rules:
        return layers, ()
    place = code_place(spec)
    code = layers[place]
    path = next(variable.path for variable in code.variables if variable.activation)
    built = [TERMS[rule.name](rule, code, path, share) for rule in rules]
    extended = replace(
        code,
        variables=(*code.variables, *(variable for variables, _ in built for variable in variables)),
        routes=(*code.routes, *((path, rule.name) for rule in rules if training)),
    )
    return (*layers[:place], extended, *layers[place + 1 :]), tuple(op for _, ops in built for op in ops)


def code_place(spec: Spec) -> int:
    """Which layer is the code: the narrowest of the dense hidden ones, the first where several are."""
    widths = {place: layer.units for place, layer in enumerate(spec.layers[:-1]) if isinstance(layer, Dense)}
    if not widths:
        raise BackflowError(
            f"regularisers has {terms_of(spec)[0].name}, which acts on the narrowest dense hidden layer, and there is "
            "none: expected a dense hidden layer."
        )
    return min(widths, key=lambda place: widths[place])


def check_terms(spec: Spec) -> None:
    """Some terms need activations of a certain kind."""
    for rule in terms_of(spec):
        name, layer = spec.layer_names[code_place(spec)], spec.layers[code_place(spec)]
        allowed = REGULARISERS[rule.name].activations
        if allowed and isinstance(layer, Dense) and layer.activation not in allowed:
            raise BackflowError(
                f"regularisers has {rule.name} and {name}, the narrowest hidden layer, is {layer.activation}: "
                f"expected {' or '.join(allowed)} there, whose means over the batch lie between 0 and 1, "
                f"or no {rule.name}."
            )
