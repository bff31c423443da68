"""Specs as JSON text and back; whatever was pasted, the answer is a spec or a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from core.errors import BackflowError, SpecError, nearest
from core.spec.checks import check_choice
from core.spec.layers import LAYER_KINDS
from core.spec.limits import shown
from core.spec.parts import Data, Dense, Initialiser, Loss, Optimizer, Regulariser, Schedule, Stop
from core.spec.spec import Spec

VERSION = 1
LONGEST = 2_000_000
LONGEST_WHOLE = 30


def to_json(spec: Spec, indent: int | None = None) -> str:
    """The spec as JSON, with a version number so that old links can be read for ever."""
    content = {"version": VERSION, **asdict(spec)}
    names = {kind: name for name, kind in LAYER_KINDS.items()}
    for layer, fields_of in zip(spec.layers, content["layers"], strict=True):
        if type(layer) is not Dense:
            fields_of["kind"] = names[type(layer)]
    for name in ("optimizer", "schedule"):
        content[name]["options"] = dict(content[name]["options"])
    for regulariser in content["regularisers"]:
        regulariser["options"] = dict(regulariser["options"])
    return json.dumps(content, indent=indent, allow_nan=False)


def from_json(text: str) -> Spec:
    """Read a spec; unknown fields, wrong types and values out of range raise SpecError."""
    content = parse(text)
    version = content.pop("version", VERSION)
    if version != VERSION:
        raise SpecError(f"version is {shown(version)}: this program reads version {VERSION}.")
    spec: Spec = build(Spec, content, "spec")
    return spec


def parse(text: str, what: str = "The spec", example: str = '{"seed": 1}') -> dict[str, Any]:
    """JSON text to a dictionary; NaN and infinities are refused by name.  `what` the text is, in the sentences."""
    if not isinstance(text, str):
        raise SpecError(f"{what} is {shown(text)}: expected JSON text.")
    if len(text) > LONGEST:
        raise SpecError(f"{what} has {len(text):,} characters: expected at most {LONGEST:,}.")

    def refuse_constant(name: str) -> float:
        """JSON has no NaN or Infinity; Python would accept them silently."""
        raise SpecError(f"{what} contains {name}: expected finite numbers only.")

    try:
        content = json.loads(text, parse_constant=refuse_constant, parse_int=whole)
    except (json.JSONDecodeError, RecursionError) as error:
        raise SpecError(f"{what} is not valid JSON ({error}): expected an object such as {example}.") from error
    if not isinstance(content, dict):
        raise SpecError(f"{what} is {shown(content)}: expected a JSON object.")
    return content


def whole(digits: str) -> int | float:
    """A whole number; one beyond all limits becomes a float, since Python refuses to read thousands of digits."""
    return int(digits) if len(digits) <= LONGEST_WHOLE else float(digits)


def build(kind: type[Any], content: Any, where: str) -> Any:
    """Make one part of a spec from its dictionary, its own parts first."""
    if not isinstance(content, dict):
        raise SpecError(f"{where} is {shown(content)}: expected an object with the fields of {kind.__name__}.")
    known = [field.name for field in fields(kind)]
    for name in content:
        if name not in known:
            raise SpecError(f"{where} has no field {shown(name)}: {nearest(name, known, 8)}.")
    values = {name: READERS.get((kind, name), as_is)(value, f"{where}.{name}") for name, value in content.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise SpecError(f"{where} is incomplete or mistyped: {error}.") from error
    except BackflowError as error:
        raise SpecError(f"{where}: {error}") from error


def as_is(value: Any, where: str) -> Any:
    """Values that the part checks itself."""
    return value


def part(kind: type[Any]) -> Callable[[Any, str], Any]:
    """A reader for a nested part."""
    return lambda value, where: build(kind, value, where)


def many(kind: type[Any]) -> Callable[[Any, str], Any]:
    """A reader for a list of parts."""

    def read(value: Any, where: str) -> Any:
        items = as_list(value, where)
        return tuple(build(kind, item, f"{where}[{i}]") for i, item in enumerate(items))

    return read


def layers(value: Any, where: str) -> Any:
    """A list of layers, each dense unless its kind says otherwise."""
    return tuple(layer(item, f"{where}[{i}]") for i, item in enumerate(as_list(value, where)))


def layer(value: Any, where: str) -> Any:
    """One layer."""
    if not isinstance(value, dict):
        return build(Dense, value, where)
    content = dict(value)
    kind = content.pop("kind", "dense")
    check_choice(f"{where}.kind", kind, LAYER_KINDS)
    return build(LAYER_KINDS[kind], content, where)


def as_list(value: Any, where: str) -> list[Any]:
    """A JSON list."""
    if not isinstance(value, list):
        raise SpecError(f"{where} is {shown(value)}: expected a list.")
    return value


READERS: dict[tuple[type[Any], str], Callable[[Any, str], Any]] = {
    (Spec, "data"): part(Data),
    (Spec, "layers"): layers,
    (Spec, "loss"): part(Loss),
    (Spec, "optimizer"): part(Optimizer),
    (Spec, "schedule"): part(Schedule),
    (Spec, "regularisers"): many(Regulariser),
    (Spec, "stops"): many(Stop),
    (Spec, "frozen"): as_list,
    (Spec, "initial"): as_list,
    (Spec, "skips"): as_list,
    **{
        (kind, name): part(Initialiser)
        for kind in LAYER_KINDS.values()
        for name in ("initialiser", "bias_initialiser", "recurrent_initialiser")
    },
}
