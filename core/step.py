"""One recorded training step: names for the numbers of one row."""

from __future__ import annotations

import numpy as np

from core.computing_order import computing_order
from core.errors import UnknownPathError, nearest
from core.layout import Layout, Slot
from core.losses import LossOp
from core.ops.op import Array


class Step:
    """What was computed at a state: values, adjoints, gradients, updates.  Views are made when somebody looks."""

    __slots__ = ("_loss", "_row", "index", "layout")

    def __init__(self, layout: Layout, index: int, row: Array, loss: LossOp) -> None:
        self.layout = layout
        self.index = index
        self._row = row
        self._loss = loss

    @property
    def row(self) -> Array:
        """All numbers of the step, flat and read-only; `layout` says which is which."""
        self._row.setflags(write=False)
        return self._row

    @property
    def loss(self) -> float:
        """The loss of this step's batch, at the parameters before the update."""
        return float(self.value("L"))

    def value(self, path: str) -> Array:
        """A value such as "h1/z", "h1/a", "h1/slope", "x", "y", "L" (batch, units), a parameter, or "L/terms"."""
        if path == "L/terms":
            with np.errstate(all="ignore"):
                return self._loss.terms_of({known: self.value(known) for known in self._loss.inputs})
        return self.layout.view(self.row, path, "value")

    def adjoint(self, path: str) -> Array:
        """∂L/∂path, shaped like the value."""
        return self.layout.view(self.row, path, "adjoint")

    def delta(self, layer: str) -> Array:
        """δ = ∂L/∂z of a layer, (batch, units)."""
        if (f"{layer}/z", "adjoint") not in self.layout:
            layers = [
                path[:-2] for path in self.layout.paths("adjoint") if path.endswith("/z") and path.count("/") == 1
            ]
            raise UnknownPathError(f"There is no layer called {layer!r} with a delta: {nearest(layer, layers)}.")
        return self.adjoint(f"{layer}/z")

    def gradient(self, path: str) -> Array:
        """∂L/∂parameter for "h1/W" (out, in) or "h1/b" (out,)."""
        return self.layout.view(self.row, self._parameter(path), "adjoint")

    def clipped(self, path: str) -> Array:
        """The gradient as the optimizer read it: clipped, where the spec says so."""
        known = (f"{self._parameter(path)}:clipped", "value") in self.layout
        return self.value(f"{path}:clipped") if known else self.gradient(path)

    def update(self, path: str) -> Array:
        """What the optimizer adds to the parameter after this step."""
        return self.layout.view(self.row, self._parameter(path), "update")

    def parameter(self, path: str) -> Array:
        """The parameter as it was during this step, before the update."""
        return self.layout.view(self.row, self._parameter(path), "value")

    def memory(self, path: str) -> dict[str, Array]:
        """What the optimizer remembers of a parameter after this step, by field; then its single numbers, 0-d."""
        prefixes = (f"{self._parameter(path)}:", "optimizer:")
        slots = (slot for slot in self.layout if slot.role == "memory" and slot.path.startswith(prefixes))
        return {slot.path.split(":")[1]: slot.view(self.row) for slot in slots}

    def first_fault(self) -> str | None:
        """What first held NaN or an infinity, in the order of computing; None when all is finite."""
        faults = (slot for slot in computing_order(self.layout) if not np.isfinite(slot.view(self.row)).all())
        slot = next(faults, None)
        return None if slot is None else described(slot)

    def _parameter(self, path: str) -> str:
        known = [slot.path for slot in self.layout.parameters()]
        if path not in known:
            raise UnknownPathError(f"There is no parameter called {path!r}: {nearest(path, known)}.")
        return path

    def __repr__(self) -> str:
        return f"Step({self.index}, loss={self.loss:.6g})"


def described(slot: Slot) -> str:
    """A slot in the words of the field: h1/a, the delta of h1, the gradient of h1/W, the update of h1/W."""
    if slot.kind == "update":
        return f"the update of {slot.path}"
    if slot.role == "pull":
        path, penalty = slot.path.split(":")
        return f"the pull of {penalty} on {path}"
    if slot.role in ("clipped", "proposed"):
        what = "clipped gradient" if slot.role == "clipped" else "proposed update"
        return f"the {what} of {slot.path.split(':')[0]}"
    if slot.path == "gradient_norm":
        return "the norm of the gradient"
    if slot.kind == "value":
        return slot.path
    if slot.role == "pre_activation":
        return f"the delta of {slot.path.split('/')[0]}"
    return f"the gradient of {slot.path}"
