"""The colours of the network on light and on dark ground, safe for colour-blind eyes; checked by eye in both themes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Palette:
    """Scales run from small to large: on a dark ground the strongest glow, on a light one they are the deepest."""

    sequential: tuple[str, ...]
    sequential_alpha: tuple[float, ...]
    negative: tuple[str, ...]
    positive: tuple[str, ...]
    activation_negative: str
    activation_zero: str
    activation_positive: str
    ink: str


def scale(text: str) -> tuple[str, ...]:
    """Colours in a row, without their number signs."""
    return tuple(f"#{colour}" for colour in text.split())


LIGHT = Palette(
    sequential=scale("c9ccd6 d8c9a8 e8c27c f2b04f f09433 e5732d d4502f b8323f 8f1d55 5f1259"),
    sequential_alpha=(0.28, 0.38, 0.5, 0.62, 0.72, 0.8, 0.87, 0.92, 0.96, 1.0),
    negative=scale("ccd6e4 a9c8ea 7cb0e6 4a90d9 1f6cbf 0b4590"),
    positive=scale("e6d9cd f2cfa3 f0b066 e88f33 cf6a12 9c4403"),
    activation_negative="#f6d3a8",
    activation_zero="#ffffff",
    activation_positive="#b9d8f7",
    ink="#161616",
)

DARK = Palette(
    sequential=scale("343b4c 443a63 5b3a80 7a3c93 9c4293 bf4d82 dd6465 f08545 fbb03b ffe45c"),
    sequential_alpha=(0.34, 0.44, 0.54, 0.64, 0.73, 0.81, 0.88, 0.93, 0.97, 1.0),
    negative=scale("2f3b4d 2f5279 2f6fae 3f8fdd 6cb4f5 a8d5ff"),
    positive=scale("43382c 6b4c22 9c661c d08420 f5a63d ffd08a"),
    activation_negative="#6e4a1c",
    activation_zero="#1b2029",
    activation_positive="#2b5f92",
    ink="#f2f4f8",
)

PALETTES: dict[str, Palette] = {"light": LIGHT, "dark": DARK}


def for_browser() -> dict[str, Any]:
    """Both palettes as plain data."""
    return {theme: asdict(palette) for theme, palette in PALETTES.items()}
