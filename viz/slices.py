"""A slice: recorded rows on their way to the browser, as a small JSON header and raw bytes (docs/stage.md)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.layout import Kind, Layout
from viz.extras import extras
from viz.sketch.drawn import Drawn, segments_of, taking_part, travelling
from viz.sketch.nodes import activations, arriving, deltas, picture

Array = NDArray[Any]

# Small networks travel in full precision; large ones with the seven digits that a screen can show.
FULL_PRECISION = 600
ALIGNMENT = 8


def segments(
    layout: Layout, steps: Array, rows: Array, test: Array, shown: Drawn | None = None, example: int | None = None
) -> dict[str, Array]:
    """The numbers the stage draws, for n recorded rows: see docs/stage.md for names and shapes.

    shown: the edges that travel; left out, all parameters do;  example: the row of the batch whose numbers stand on the
    nodes; left out, those of all of the batch together.
    """
    precise = np.float64 if rows.shape[1] <= FULL_PRECISION else np.float32

    def parameters(block: str, kind: Kind) -> Array:
        numbers = rows[:, layout.blocks[block]] if shown is None else travelling(layout, rows, shown, kind)
        return numbers.astype(precise)

    with np.errstate(all="ignore"):  # an infinity is sent as one: the stage says where training overflowed
        return {
            "step": steps.astype(np.int32),
            "loss": rows[:, layout.slot("L").offset],
            "test_loss": test,
            "parameter": parameters("parameter", "value"),
            "gradient": parameters("gradient", "adjoint"),
            "update": parameters("update", "update"),
            "activation": activations(layout, rows, example).astype(precise),
            "delta": deltas(layout, rows, example).astype(precise),
            "delta_norm": arriving(layout, rows, example).astype(precise),
            **more(layout, rows, shown, example),
        }


def more(layout: Layout, rows: Array, shown: Drawn | None, example: int | None) -> dict[str, Array]:
    """What only some networks have: masks, normalisation, a picture, and the choice of edges."""
    found, image = extras(layout, rows, example), picture(layout, rows, example)
    if image is not None:
        found["picture"] = image.astype(np.float32)
    if shown is None:
        return found
    if "kept" in found:
        found["kept"] = taking_part(layout, found["kept"], shown)
    return found | segments_of(layout, rows, shown)


def pack(header: dict[str, Any], arrays: dict[str, Array]) -> bytes:
    """Header and arrays as one string of bytes: u32 length, JSON, then each array at a multiple of 8."""
    described, body, offset = [], [], 0
    for name, array in arrays.items():
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        code = "|u1" if little.dtype == np.uint8 else f"<{little.dtype.kind}{little.dtype.itemsize}"
        described.append({"name": name, "dtype": code, "shape": list(little.shape), "offset": offset})
        body.append(little.tobytes().ljust(padded(little.nbytes), b"\0"))
        offset += padded(little.nbytes)
    text = json.dumps({**header, "segments": described}, allow_nan=False, separators=(",", ":")).encode()
    text = text.ljust(padded(len(text) + 4) - 4)
    return b"".join([len(text).to_bytes(4, "little"), text, *body])


def unpack(message: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """The inverse of `pack`, for tests and tools."""
    length = int.from_bytes(message[:4], "little")
    header = json.loads(message[4 : 4 + length])
    arrays = {}
    for part in header["segments"]:
        count = int(np.prod(part["shape"], dtype=int))
        flat = np.frombuffer(message, np.dtype(part["dtype"]), count, 4 + length + part["offset"])
        arrays[part["name"]] = flat.reshape(part["shape"])
    return header, arrays


def padded(size: int) -> int:
    """The next multiple of 8."""
    return -(-size // ALIGNMENT) * ALIGNMENT
