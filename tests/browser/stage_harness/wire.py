"""Writes a slice as docs/stage.md says, independently of the app, so that the format itself is tested."""

from __future__ import annotations

import json
import struct

import numpy as np

HEADER = {
    "run": "r1", "revision": 0, "structure": None, "playing": False, "cursor": 0, "micro": False,
    "speed": {"rows_per_second": 60, "stride": 1},
    "colour": {"by": "magnitude", "low": -5, "high": -1, "title": "∂L/∂w"},
    "selected": "", "headlines": [], "fault": None,
}  # fmt: skip


def encode(rows: dict[str, np.ndarray], **header) -> bytes:
    segments, body = [], b""
    for name, array in rows.items():
        body += b"\0" * (-len(body) % 8)
        segments.append({"name": name, "dtype": array.dtype.str, "shape": array.shape, "offset": len(body)})
        body += array.tobytes()
    text = json.dumps({**HEADER, **header, "segments": segments}, ensure_ascii=False).encode()
    text += b" " * (-(4 + len(text)) % 8)
    return struct.pack("<I", len(text)) + text + body


def headlines(rows: dict[str, np.ndarray], every: int = 25) -> list:
    return [
        [
            int(s),
            "falling",
            "The delta reaching h1 is 3 times smaller than at out: fading on its way back, by tanh′.",
        ]
        for s in rows["step"][::every]
    ]
