"""Whether a spec and its examples fit each other, said before anything is built."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.batches import Batches
from core.chances import chances_of
from core.datasets import Examples
from core.errors import BackflowError
from core.layout import Layout
from core.losses import LOSSES
from core.metrics import kind_of
from core.network import Network
from core.ops.op import Array
from core.optimizers import OPTIMIZERS
from core.regularisers import smoothed
from core.spec import Dense, Spec, StepDense
from core.spec.layers import Stepwise
from core.spec.skips import Linked, link
from core.spec.spec import check_batch
from core.spec.ties import check_tied_widths
from core.stops import STOPS
from core.terms import check_terms


def given_examples(x: ArrayLike, y: ArrayLike) -> Examples:
    """Tables handed over by a caller, checked; x may have more axes, such as (examples, channels, height, width)."""
    tables = [np.asarray(array, dtype=np.float64) for array in (x, y)]
    for name, table in zip("xy", tables, strict=True):
        if table.ndim < 2 or not table.size or not np.isfinite(table).all():
            raise BackflowError(
                f"{name} has the shape {table.shape}: expected a non-empty table (examples, values) of finite numbers."
            )
    if len(tables[0]) != len(tables[1]):
        raise BackflowError(
            f"x has {len(tables[0])} rows and y has {len(tables[1])}: expected as many targets as examples."
        )
    flat_x, flat_y = (table.reshape(len(table), -1) for table in tables)
    none_x, none_y = flat_x[:0], flat_y[:0]
    return Examples(flat_x, flat_y, none_x, none_y, none_x, none_y, tables[0].shape[1:])


def batches_of(spec: Spec, network: Network, examples: Examples, layout: Layout, block: Array) -> Batches:
    """Which examples, and what chances, each step of a training sees."""
    targets, chances = targets_of(spec, examples.y), chances_of(spec, network)
    return Batches(examples.x, targets, spec.batch_size, spec.seed, layout, block, chances)


def targets_of(spec: Spec, y: Array) -> Array:
    """The targets that training aims at."""
    amount, choices = spec.amount("label_smoothing"), LOSSES[spec.loss.name].choices(spec.output.units)
    return smoothed(y, amount, choices) if amount else y


def check_examples(spec: Spec, examples: Examples) -> None:
    """Whether this network, loss and optimizer can work on these examples; a sentence where they cannot."""
    count = len(examples.x)
    check_batch(spec.batch_size, count)
    check_widths(spec, examples)
    check_full_batch(spec, count)
    check_images(spec, examples)
    check_skips(spec, examples.x.shape[1])
    check_stops(spec, examples)
    check_norm(spec, spec.batch_size or count)
    check_sequences(spec)
    check_tied_widths(spec.layer_names, spec.layers, examples.x.shape[1])
    check_masked_ties(spec)
    check_terms(spec)


def check_widths(spec: Spec, examples: Examples) -> None:
    """The output layer must be as wide as the targets, over all steps where it answers at every step."""
    last = spec.output
    steps = examples.shape[0] if isinstance(last, StepDense) and len(examples.shape) == 2 else 1
    if last.units * steps != examples.y.shape[1]:
        units = f"{last.units} units" if steps == 1 else f"{last.units} units at each of {steps} steps"
        raise BackflowError(
            f"The layer out has {units} and the targets have {examples.y.shape[1]} columns: "
            "expected as many output units as target columns."
        )


def check_sequences(spec: Spec) -> None:
    """Some regularisers act on dense layers, and know no steps."""
    hidden = zip(spec.layer_names[:-1], spec.layers, strict=False)
    others = [name for name, layer in hidden if isinstance(layer, Stepwise)]
    for name in ("dropconnect", "batch_norm"):
        if others and spec.amount(name):
            raise BackflowError(
                f"regularisers has {name} and {others[0]} goes along a sequence: {name} acts on dense layers only; "
                f"expected a network without sequences, or no {name}."
            )


def check_images(spec: Spec, examples: Examples) -> None:
    """Only images can be moved and turned."""
    if (spec.data.shift or spec.data.rotation) and len(examples.shape) != 3:
        raise BackflowError(
            f"data.shift is {spec.data.shift} and data.rotation {spec.data.rotation:g}, and an example has the shape "
            f"{examples.shape}: expected images (channels, height, width); choose an image data set, or 0 for both."
        )


def check_norm(spec: Spec, batch: int) -> None:
    """Over a single example there is no variance."""
    if spec.amount("batch_norm") and batch < 2:
        raise BackflowError(
            "regularisers has batch_norm and a step sees one example: a variance needs at least two; "
            "choose a batch_size from 2, more examples, or no batch_norm."
        )


def check_masked_ties(spec: Spec) -> None:
    """A mask over weights belongs to the layer that has them."""
    tied = [name for name, layer in zip(spec.layer_names[:-1], spec.layers, strict=False) if is_tied(layer)]
    if tied and spec.amount("dropconnect"):
        raise BackflowError(
            f"regularisers has dropconnect and {tied[0]} has the weights of another layer: expected hidden layers with "
            "weights of their own, or no dropconnect."
        )


def is_tied(layer: object) -> bool:
    """Whether a layer uses the weights of another one."""
    return isinstance(layer, Dense) and bool(layer.tied)


def check_skips(spec: Spec, inputs: int) -> None:
    """A link from the data needs a layer as wide as they are."""
    named = zip(spec.layer_names, spec.layers, strict=True)
    widths = {name: layer.units for name, layer in named if isinstance(layer, Linked)}
    for start, end in spec.skips:
        if start == "x" and widths[end] != inputs:
            raise BackflowError(
                f"skips has {link((start, end))}, x has {inputs} inputs and {end} has {widths[end]} units: "
                "expected layers of equal width."
            )


def check_stops(spec: Spec, examples: Examples) -> None:
    """Early stopping needs validation examples, and a wanted accuracy needs answers that are right or wrong."""
    needs = {STOPS[stop.name].needs for stop in spec.stops}
    if "validation" in needs and not len(examples.x_validation):
        raise BackflowError(
            "Early stopping watches the validation loss, and there are no validation examples: "
            "expected a part of the examples held out for validation, or no patience."
        )
    if "classes" in needs and kind_of(examples) == "regression":
        raise BackflowError(
            "The run is to stop at an accuracy, and these targets are no classes: "
            "expected targets of 0 and 1 (or −1 and 1), or another condition, such as the loss."
        )


def check_full_batch(spec: Spec, examples: int) -> None:
    """Some optimizers need all examples in every step."""
    reason = OPTIMIZERS[spec.optimizer.name].full_batch
    if reason and spec.batch_size not in (None, examples):
        raise BackflowError(
            f"optimizer.name is {spec.optimizer.name!r} and batch_size is {spec.batch_size}: {reason}; "
            f"choose the full batch of {examples} examples, or another optimizer."
        )
