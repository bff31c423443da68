"""What was typed of a layer, before it is known what stood in its place."""

from __future__ import annotations

from dataclasses import dataclass

from core.spec.layers import Layer

# A kernel of which no size is typed.
DEFAULT_KERNEL = 3


@dataclass(frozen=True, slots=True)
class TypedLayer:
    """A layer of another kind than dense; activation: the one that was typed, "" where none was."""

    layer: Layer
    activation: str = ""


# A hidden layer as somebody typed it: the width of a dense one, perhaps with its activation, or another kind.
Typed = int | tuple[int, str] | TypedLayer
