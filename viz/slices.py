"""A slice: recorded rows on their way to the browser, as a small JSON header and raw bytes (docs/stage.md)."""

from __future__ import annotations

import json
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.layout import Layout
from core.narrate import delta_norms, delta_path
from viz.extras import extras
from viz.graph import columns

Array = NDArray[Any]

# Small networks travel in full precision; large ones with the seven digits that a screen can show.
FULL_PRECISION = 600
ALIGNMENT = 8


def segments(layout: Layout, steps: Array, rows: Array, test: Array, sent: Array | None = None) -> dict[str, Array]:
    """The numbers the stage draws, for n recorded rows: see docs/stage.md for names and shapes.

    sent: the places of those parameters that travel; left out, all do.
    """
    precise = np.float64 if rows.shape[1] <= FULL_PRECISION else np.float32

    def parameters(block: str) -> Array:
        numbers = rows[:, layout.blocks[block]]
        return (numbers if sent is None else numbers[:, sent]).astype(precise)

    with np.errstate(all="ignore"):  # an infinity is sent as one: the stage says where training overflowed
        return {
            "step": steps.astype(np.int32),
            "loss": rows[:, layout.slot("L").offset],
            "test_loss": test,
            "parameter": parameters("parameter"),
            "gradient": parameters("gradient"),
            "update": parameters("update"),
            "activation": per_node(layout, rows, "activation").astype(precise),
            "delta": per_node(layout, rows, "delta").astype(precise),
            "delta_norm": delta_norms(layout, rows).astype(precise),
            **travelling_extras(layout, rows, sent),
        }


def travelling_extras(layout: Layout, rows: Array, sent: Array | None) -> dict[str, Array]:
    """What masks and normalisation add, of the parameters that travel."""
    found = extras(layout, rows)
    return found if sent is None else {name: part[:, sent] if name == "kept" else part for name, part in found.items()}


def per_node(layout: Layout, rows: Array, name: str) -> Array:
    """Mean activation or summed delta of the batch per node, (n, nodes); inputs have no delta (NaN)."""
    parts = []
    for column in columns(layout):
        if name == "activation":
            parts.append(over_batch(layout, rows, "x" if column.name == "x" else f"{column.name}/a", "value", np.mean))
        elif column.name == "x":
            parts.append(np.full((len(rows), column.units), np.nan))
        else:
            parts.append(over_batch(layout, rows, delta_path(layout, column.name), "adjoint", np.sum))
    return np.concatenate(parts, axis=1)


def over_batch(layout: Layout, rows: Array, path: str, kind: Any, reduce: Any) -> Array:
    """Reduce a batched variable over its examples, in all rows at once: (n, units)."""
    slot = layout.slot(path, kind)
    batch, units = slot.shape[0], prod(slot.shape[1:])
    stretch = rows[:, slot.offset : slot.offset + batch * units]
    return np.asarray(reduce(stretch.reshape(len(rows), units, batch), axis=2))


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
