"""The allowed range of every number a person can set: the same bounds draw the sliders and refuse bad values."""

from __future__ import annotations

from core.ranges import Real, Whole, shown

__all__ = ["LIMITS", "Real", "Whole", "shown"]

LIMITS: dict[str, Whole | Real] = {
    "layers": Whole(1, 10),
    "units": Whole(1, 1024),
    "filters": Whole(1, 256),
    "kernel": Whole(1, 15),
    "stride": Whole(1, 15),
    "padding": Whole(0, 7),
    "size": Whole(1, 15),
    "truncate": Whole(0, 10_000),
    "forget_bias": Real(-10.0, 10.0),
    "learning_rate": Real(0.0, 100.0),
    "batch_size": Whole(1, 20_000),
    "seed": Whole(0, 2**32 - 1),
    "samples": Whole(4, 20_000),
    "noise": Real(0.0, 2.0),
    "shift": Whole(0, 8),
    "rotation": Real(0.0, 45.0),
    "test_fraction": Real(0.0, 0.9),
    "validation_fraction": Real(0.0, 0.9),
    "scale": Real(-100.0, 100.0),
    "parameter": Real(-1e6, 1e6),
    "given": Real(-1e6, 1e6),
}
