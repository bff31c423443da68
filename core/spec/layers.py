"""The kinds of layers a spec can name, in menu order; `kind` is their name in JSON."""

from __future__ import annotations

from core.spec.parts import Dense

LAYER_KINDS: dict[str, type] = {"dense": Dense}
Layer = Dense
