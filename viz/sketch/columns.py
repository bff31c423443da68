"""What is drawn of a layer: a column of nodes, and which of the layer's numbers belong to each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isqrt, prod
from weakref import WeakKeyDictionary

from core.computing_order import layers_of
from core.layout import Layout
from core.narrate import delta_path

# From here on data of n × n numbers are an image.
SMALLEST_IMAGE = 36
KNOWN: WeakKeyDictionary[Layout, tuple[Column, ...]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Column:
    """One layer as it is drawn, its nodes from top to bottom.

    The numbers of one example lie (before, units, after): a node is a unit, a channel with its pixels behind it, or a
    feature with the steps of a sequence before it.  image: height and width, where the data are one image, of one node
    with many pixels or of one node per pixel; and of outputs that are as many;  delta: the path whose adjoint is the
    delta, "" for the data.
    """

    name: str
    units: int
    before: int = 1
    after: int = 1
    image: tuple[int, ...] = ()
    delta: str = ""

    @property
    def path(self) -> str:
        """Where the activations lie."""
        return "x" if self.name == "x" else f"{self.name}/a"

    @property
    def features(self) -> int:
        """How many numbers each example has here."""
        return self.before * self.units * self.after


def columns(layout: Layout) -> tuple[Column, ...]:
    """The data, then every layer in forward order; worked out once for each layout."""
    if layout not in KNOWN:
        found = [data_column(layout)]
        for name in layers_of(layout):
            found.append(layer_column(layout, name, found[-1]))
        KNOWN[layout] = (*found[:-1], reconstructing(found[-1], found[0]))
    return KNOWN[layout]


def column_of(layout: Layout, path: str) -> Column | None:
    """The column of the layer, or of the data, that a variable belongs to; None for what belongs to none."""
    name = path.split("/")[0]
    return next((column for column in columns(layout) if column.name == name), None)


def reconstructing(output: Column, data: Column) -> Column:
    """As many outputs as the data have pixels stand as the image does."""
    return replace(output, image=data.image) if output.units == data.features and data.image else output


def data_column(layout: Layout) -> Column:
    """Channels of images, features of sequences, else one node per number."""
    shape = layout.slot("x").shape[1:]
    features = prod(shape)
    if units := channels_of_data(layout, shape):
        after = features // units
        return Column("x", units, after=after, image=square(after) if units == 1 else ())
    wide = read_at_once(layout)
    if wide and wide < features:
        return Column("x", wide, before=features // wide)
    return Column("x", features, image=square(features))


def channels_of_data(layout: Layout, shape: tuple[int, ...]) -> int:
    """How many channels the data have, 0 where the first layer does not read them as images."""
    first = layers_of(layout)[0]
    output, weights = layout.slot(f"{first}/a").shape, weight_shape(layout, first)
    if weights:
        return weights[1] if len(weights) == 4 else 0
    smaller = prod(output[1:]) < prod(shape)
    return output[1] if len(output) == 4 or smaller else 0


def read_at_once(layout: Layout) -> int:
    """How many numbers the first layer multiplies at once: of a sequence those of one step."""
    return prod(weight_shape(layout, layers_of(layout)[0])[1:] or (0,))


def weight_shape(layout: Layout, name: str) -> tuple[int, ...]:
    """The shape of W; () where the layer has none."""
    return layout.slot(f"{name}/W").shape if (f"{name}/W", "value") in layout else ()


def square(size: int) -> tuple[int, ...]:
    """Height and width of a square image; () for what cannot be one."""
    side = isqrt(size)
    return (side, side) if side * side == size >= SMALLEST_IMAGE else ()


def layer_column(layout: Layout, name: str, source: Column) -> Column:
    """Units, channels or features; what only makes a list of its input keeps the input's nodes."""
    shape = layout.slot(f"{name}/a").shape[1:]
    before, units, after = geometry(shape)
    if not weight_shape(layout, name) and prod(shape) == source.features and len(shape) == 1:
        before, units, after = source.before, source.units, source.after
    return Column(name, units, before, after, delta=delta_path(layout, name))


def geometry(shape: tuple[int, ...]) -> tuple[int, int, int]:
    """(before, nodes, after) of a list, a sequence (steps, features) or an image (channels, height, width)."""
    if len(shape) == 2:
        return shape[0], shape[1], 1
    return 1, shape[0], prod(shape[1:])
