"""Tied weights: a dense layer that uses the weights of an earlier one, transposed, instead of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import BackflowError, SpecError
from core.spec.limits import shown
from core.spec.parts import Dense

if TYPE_CHECKING:
    from core.spec.layers import Layer


def check_ties(names: tuple[str, ...], layers: tuple[Layer, ...]) -> None:
    """Every tie leads to an earlier dense layer with weights of its own."""
    for place, (name, layer) in enumerate(zip(names, layers, strict=True)):
        if not isinstance(layer, Dense) or not layer.tied:
            continue
        own = [other for other, earlier in zip(names[:place], layers, strict=False) if has_own_weights(earlier)]
        if layer.tied not in own:
            known = " or ".join(own) if own else "none here"
            raise SpecError(
                f"{name} is tied to {shown(layer.tied)}: expected an earlier dense layer with weights of its own, "
                f"which is {known}."
            )


def has_own_weights(layer: Layer) -> bool:
    """Whether others can be tied to it."""
    return isinstance(layer, Dense) and not layer.tied


def widths_of(layers: tuple[Layer, ...], inputs: int) -> list[tuple[int, int]]:
    """(inputs, units) of each layer; 0 for what is no list of numbers."""
    units = [layer.units if isinstance(layer, Dense) else 0 for layer in layers]
    return list(zip([inputs, *units], units, strict=False))


def check_tied_widths(names: tuple[str, ...], layers: tuple[Layer, ...], inputs: int) -> None:
    """What a tied layer takes and gives is what the other one gives and takes."""
    widths = widths_of(layers, inputs)
    for name, layer, (takes, gives) in zip(names, layers, widths, strict=True):
        if not isinstance(layer, Dense) or not layer.tied:
            continue
        other = widths[names.index(layer.tied)]
        if 0 in (takes, other[0]):
            raise BackflowError(
                f"{name} is tied to {layer.tied}: expected dense layers, or the data, in front of both of them."
            )
        if (takes, gives) != (other[1], other[0]):
            raise BackflowError(
                f"{name} is tied to {layer.tied}, whose weights are {other[1]} × {other[0]}; transposed they take "
                f"{other[1]} numbers and give {other[0]}, but {name} takes {takes} and has {gives} units: "
                "expected widths that mirror each other."
            )


def untied(names: tuple[str, ...], layers: tuple[Layer, ...], inputs: int) -> tuple[Layer, ...]:
    """The layers without the ties that no longer fit."""
    try:
        check_ties(names, layers)
        check_tied_widths(names, layers, inputs)
    except BackflowError:
        return tuple(replace(layer, tied="") if isinstance(layer, Dense) else layer for layer in layers)
    return layers
