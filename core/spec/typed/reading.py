"""From the text to the layers that it names."""

from __future__ import annotations

import re
from collections.abc import Callable

from core.errors import SpecError
from core.ops import ACTIVATIONS
from core.spec.convolution import AveragePool2d, Conv2d, Flatten, GlobalAveragePool2d, MaxPool2d
from core.spec.layers import Layer, Stepwise, Weighted
from core.spec.limits import LIMITS, shown
from core.spec.recurrent import GRU, LSTM, Embedding, SimpleRNN, StepDense
from core.spec.typed.wish import DEFAULT_KERNEL, Typed, TypedLayer

# Perhaps with a minus, which is refused by name.
WHOLE = re.compile(r"-?\d{1,9}")
KERNEL = re.compile(r"(\d{1,3})x(\d{1,3})")
LONGEST_TEXT = 200
# From the words behind the name of a kind to the layer and the words that are left.
Reader = Callable[[list[str]], tuple[Layer, list[str]]]


def parse_widths(text: str) -> tuple[Typed, ...]:
    """ "8, 8" or "8-8" or "8 8" → (8, 8); "8 relu, 8" → ((8, "relu"), 8); empty is no hidden layer.

    Layers of other kinds stand between commas: "conv 8 5x5 relu, pool 2, 32".
    """
    layers: list[Typed] = []
    for part in re.split("[,;]", text[:LONGEST_TEXT]):
        layers += other_kind(part, text) or dense_layers(part, text)
    LIMITS["layers"].check("the number of layers", len(layers) + 1)
    return tuple(layers)


def other_kind(part: str, text: str) -> list[Typed]:
    """One layer of another kind than dense; nothing where the part names none."""
    words = part.lower().split()
    for name, read in READERS.items():
        count = len(name.split())
        if words[:count] == name.split():
            layer, left = read(words[count:])
            activation = "_".join(left)
            if left and (not isinstance(layer, Weighted) or activation not in ACTIVATIONS):
                raise not_hidden_layers(text)
            return [TypedLayer(layer, activation)]
    return []


def dense_layers(part: str, text: str) -> list[Typed]:
    """Widths, each perhaps with its activation."""
    words = [piece for word in part.replace("–", " ").split() for piece in split_dashes(word)]
    layers: list[tuple[int, list[str]]] = []
    for word in words:
        if re.fullmatch(r"-?\d+", word):
            layers.append((int(word), []))
        elif layers:
            layers[-1][1].append(word.lower())
        else:
            raise not_hidden_layers(text)
    for width, said in layers:
        if said and "_".join(said) not in ACTIVATIONS:
            raise not_hidden_layers(text)
        LIMITS["units"].check("the width of a hidden layer", width)
    return [(width, "_".join(said)) if said else width for width, said in layers]


def split_dashes(part: str) -> list[str]:
    """8-8 → 8, 8; but −3 stays −3, so that it can be refused by name."""
    return [part] if part.startswith("-") else part.split("-")


def not_hidden_layers(text: str) -> SpecError:
    """The sentence for what cannot be read as hidden layers."""
    return SpecError(
        f"hidden layers is {shown(text)}: expected whole numbers such as 8, 8, perhaps with activations, such as "
        "8 relu, 8 tanh; for images also conv 8 5x5, pool 2, flatten; for sequences rnn 16, lstm 32, gru 8, steps 8."
    )


def read_conv(words: list[str]) -> tuple[Layer, list[str]]:
    """8, then perhaps 5x5, stride 2 and padding 1."""
    filters, left = number("conv", "filters", words)
    kernel = DEFAULT_KERNEL
    if left and (size := KERNEL.fullmatch(left[0])):
        if size[1] != size[2]:
            raise SpecError(f"conv {filters} {left[0]}: expected a square kernel, such as {size[1]}x{size[1]}.")
        kernel, left = int(size[1]), left[1:]
    stride, left = option("stride", left, 1)
    padding, left = option("padding", left, 0)
    return Conv2d(filters, kernel, stride, padding), left


def read_pool(kind: type[MaxPool2d | AveragePool2d]) -> Reader:
    """Perhaps 2, then perhaps stride 1."""

    def read(words: list[str]) -> tuple[Layer, list[str]]:
        size, left = number("pool", "pixels", words) if words and WHOLE.fullmatch(words[0]) else (2, words)
        stride, left = option("stride", left, size)
        return kind(size, stride), left

    return read


def read_units(name: str, kind: type[Stepwise]) -> Reader:
    """The width of a layer along a sequence."""

    def read(words: list[str]) -> tuple[Layer, list[str]]:
        units, left = number(name, "units", words)
        return kind(units), left

    return read


def number(name: str, what: str, words: list[str]) -> tuple[int, list[str]]:
    """A whole number and the words behind it."""
    if not words or not WHOLE.fullmatch(words[0]):
        raise SpecError(f"{' '.join([name, *words[:1]])}: expected how many {what}, such as {name} 8.")
    return int(words[0]), words[1:]


def option(name: str, words: list[str], default: int) -> tuple[int, list[str]]:
    """A named number such as stride 2, where it comes next."""
    return number(name, "pixels", words[1:]) if words[:1] == [name] else (default, words)


READERS: dict[str, Reader] = {
    "conv": read_conv,
    "pool": read_pool(MaxPool2d),
    "max pool": read_pool(MaxPool2d),
    "average pool": read_pool(AveragePool2d),
    "global pool": lambda words: (GlobalAveragePool2d(), words),
    "flatten": lambda words: (Flatten(), words),
    "rnn": read_units("rnn", SimpleRNN),
    "lstm": read_units("lstm", LSTM),
    "gru": read_units("gru", GRU),
    "embedding": read_units("embedding", Embedding),
    "steps": read_units("steps", StepDense),
}
