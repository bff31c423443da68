"""Whether a layer for images gets one, and whether its window fits."""

from __future__ import annotations

from core.errors import BackflowError
from core.ops import Window


def image_of(name: str, what: str, shape: tuple[int, ...]) -> tuple[int, int, int]:
    """The input as (channels, height, width); a sentence where it is none."""
    if len(shape) != 3:
        raise BackflowError(
            f"{name} is {what} and its input has the shape {shown_shape(shape)}: expected an image (channels, height, "
            "width); choose data that are images, and put dense layers behind all layers for images."
        )
    channels, height, width = shape
    return channels, height, width


def window_of(name: str, what: str, image: tuple[int, int, int], size: int, stride: int, padding: int = 0) -> Window:
    """The window; a sentence where it is larger than the image with its padding."""
    if size > min(image[1:]) + 2 * padding:
        around = f" with a padding of {padding}" if padding else ""
        raise BackflowError(
            f"{name} has a {what} of {size} × {size} pixels and its input has the shape {shown_shape(image)}{around}: "
            f"expected a {what} that is not larger than the image."
        )
    return Window(image, size, stride, padding)


def shown_shape(shape: tuple[int, ...]) -> str:
    """(1, 8, 8)."""
    return f"({', '.join(map(str, shape))})"
