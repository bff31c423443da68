"""The colours of an answer over the plane: two-sided for a number or two classes, one hue each for more classes."""

from dataclasses import dataclass

Scale = list[tuple[float, str]]

# One orange, one blue, then hues that stay apart for colour-blind eyes: (area, points on light, points on dark).
HUES = (
    ("224,122,16", "#a84300", "#ffb968"),
    ("20,101,188", "#0b4590", "#94c9ff"),
    ("38,137,106", "#0f5c3b", "#8fe0b8"),
    ("122,79,181", "#4e2b86", "#cdb3ff"),
    ("192,65,122", "#84214f", "#ffa9cb"),
    ("96,104,122", "#3d4454", "#c3cad8"),
)


@dataclass(frozen=True, slots=True)
class SurfaceColours:
    """Colour scales of the area and, for either theme, of the points, over the answers low … high."""

    area: Scale
    points: dict[str, Scale]
    low: float
    high: float
    smooth: bool


def two_sided(low: float, high: float) -> SurfaceColours:
    """Orange for low, blue for high, transparent between: the page shows through where the net cannot tell."""
    (orange, *low_points), (blue, *high_points) = HUES[:2]
    area = [
        (0.0, f"rgba({orange},0.62)"),
        (0.25, "rgba(232,146,52,0.36)"),
        (0.5, "rgba(140,140,140,0)"),
        (0.75, "rgba(58,134,214,0.36)"),
        (1.0, f"rgba({blue},0.62)"),
    ]
    points = {
        theme: [(0.0, low_points[at]), (0.5, grey), (1.0, high_points[at])]
        for at, (theme, grey) in enumerate((("light", "#6b6b6b"), ("dark", "#b5b5b5")))
    }
    return SurfaceColours(area, points, low, high, smooth=True)


def one_hue_each(classes: int) -> SurfaceColours:
    """Steps without blending: between class 0 and class 2 lies a border, not class 1."""
    hues = [HUES[number % len(HUES)] for number in range(classes)]
    points = {"light": _steps([hue[1] for hue in hues]), "dark": _steps([hue[2] for hue in hues])}
    return SurfaceColours(_steps([f"rgba({hue[0]},0.5)" for hue in hues]), points, -0.5, classes - 0.5, smooth=False)


def _steps(colours: list[str]) -> Scale:
    count = len(colours)
    return [(edge / count, colour) for at, colour in enumerate(colours) for edge in (at, at + 1)]
