"""The numbers before the first step: drawn by the initialisers or pasted, and which of them are frozen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.errors import SpecError, nearest
from core.initialisers import INITIALISERS
from core.layers import Parameter
from core.layout import Layout
from core.network import Network
from core.ops.op import Array
from core.optimizers import OPTIMIZERS
from core.randomness import generator
from core.schedules import SCHEDULES
from core.spec import Initialiser, Spec
from core.spec.selectors import matches


def initial_vector(spec: Spec, network: Network, layout: Layout) -> Array:
    """Parameters, running statistics, then optimizer memory, flat."""
    row = np.zeros(layout.size)
    for layer in network.layers:
        for parameter in layer.parameters:
            draw(spec.seed, parameter, layout, row)
        for running in layer.statistics:
            layout.view(row, running.path)[...] = running.start
    for path, numbers in spec.initial:
        paste(layout, row, path, np.asarray(numbers, dtype=float))
    memory = initial_memory(spec, row[layout.blocks["parameter"]])
    return np.concatenate([row[layout.blocks["model"]], memory])


def initial_memory(spec: Spec, parameters: Array) -> Array:
    """What optimizer and schedule remember before the first step, flat, as it lies in the row."""
    memory = OPTIMIZERS[spec.optimizer.name].init(parameters, spec.optimizer.settings)
    counts = SCHEDULES[spec.schedule.name].init()
    return np.concatenate([*(np.ravel(part) for part in memory.values()), list(counts.values())])


def draw(seed: int, parameter: Parameter, layout: Layout, row: Array) -> None:
    """Put what the initialisers draw for a parameter, and for its biases, into the row."""
    numbers = drawn(seed, parameter.path, parameter, parameter.initialiser)
    view = layout.view(row, parameter.path)
    view[...] = numbers[:, 0] if parameter.single else numbers.reshape(view.shape)
    if parameter.bias_initialiser is not None:
        layout.view(row, parameter.bias)[...] = drawn(seed, parameter.bias, parameter, parameter.bias_initialiser)[:, 0]
    if parameter.lifted is not None:
        units, height = parameter.lifted
        layout.view(row, parameter.bias)[units] += height


def drawn(seed: int, path: str, parameter: Parameter, initialiser: Initialiser) -> Array:
    """What the initialiser draws; biases are the first column of a matrix with as many inputs as the weights have.

    In a convolution an input feeds more sums than there are units, which the rules that count them are told by scale.
    """
    rule, scale = INITIALISERS[initialiser.name], initialiser.scale
    if rule.counts_outputs and parameter.fan_out:
        scale *= np.sqrt((parameter.inputs + parameter.units) / (parameter.inputs + parameter.fan_out))
    return rule.draw(generator(seed, path), parameter.units, parameter.inputs, scale)


def paste(layout: Layout, row: Array, path: str, numbers: Array) -> None:
    """Pasted numbers replace what was drawn; the path and the shape must fit."""
    known = {slot.path: slot for slot in layout.parameters()}
    if path not in known:
        raise SpecError(f"initial names {path!r}, which this network does not have: {nearest(path, known)}.")
    if numbers.shape != known[path].shape:
        raise SpecError(f"initial {path} has the shape {numbers.shape}: expected {known[path].shape}.")
    known[path].view(row)[...] = numbers


def frozen_mask(selectors: tuple[str, ...], layout: Layout) -> NDArray[np.bool_] | None:
    """True where a parameter is frozen, flat in storage order; None when nothing is."""
    block = layout.blocks["parameter"]
    mask = np.zeros(block.stop - block.start, dtype=bool)
    for selector in selectors:
        found = [mask_one(selector, slot.path, slot.places() - block.start, mask) for slot in layout.parameters()]
        if not any(found):
            raise SpecError(f"frozen has the entry {selector!r}, which picks nothing in this network.")
    return mask if mask.any() else None


def mask_one(selector: str, path: str, places: NDArray[np.intp], mask: NDArray[np.bool_]) -> bool:
    """Mark what the selector picks from one parameter; tells whether it picked anything."""
    index = matches(selector, path)
    if index is None:
        return False
    if len(index) > places.ndim or any(i >= n for i, n in zip(index, places.shape, strict=False)):
        raise SpecError(f"frozen has the entry {selector!r}: {path} has the shape {places.shape}.")
    mask[places[index]] = True
    return True
