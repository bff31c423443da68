"""Selectors name parts of the parameters: a layer, a matrix, a unit's incoming weights, one edge, or biases only."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from core.errors import SpecError
from core.spec.limits import shown

# At most 40 characters are ever matched, so that no pasted text can keep the expression busy.
PATTERN = re.compile(
    r"(?P<layer>\*|h\d{1,2}|out)(?:/(?P<name>W|U|b|c|gamma|\*)(?:\[(?P<index>\d{1,4}(?:,\d{1,4}){0,3})\])?)?"
)


def parse_selector(selector: object) -> tuple[str, str, tuple[int, ...]]:
    """(layer pattern, parameter pattern, index) of a selector; index () is the whole parameter."""
    match = PATTERN.fullmatch(selector) if isinstance(selector, str) and len(selector) <= 40 else None
    if match is None:
        raise SpecError(
            f"frozen has the entry {shown(selector)}: expected a layer (h1), a parameter (h1/W, */b), a unit's "
            "incoming weights (h1/W[2]), or one edge (h1/W[2,0])."
        )
    index = tuple(int(part) for part in match["index"].split(",")) if match["index"] else ()
    return match["layer"], match["name"] or "*", index


def check_selector(selector: object, layers: tuple[str, ...]) -> None:
    """The selector must be well formed and name a layer of this network."""
    layer, _, _ = parse_selector(selector)
    if not any(fnmatchcase(name, layer) for name in layers):
        raise SpecError(f"frozen has the entry {shown(selector)}: expected one of the layers {', '.join(layers)}.")


def freezing(selectors: tuple[str, ...], path: str, index: tuple[int, ...]) -> str | None:
    """The first selector that freezes this entry of a parameter; None when it is free."""
    for selector in selectors:
        picked = matches(selector, path)
        if picked is not None and index[: len(picked)] == picked:
            return selector
    return None


def matches(selector: str, path: str) -> tuple[int, ...] | None:
    """The index that the selector picks from the parameter `path` ("h1/W"), or None when it does not concern it."""
    layer, name, index = parse_selector(selector)
    path_layer, path_name = path.split("/")
    return index if fnmatchcase(path_layer, layer) and fnmatchcase(path_name, name) else None
