"""Controls for the examples: how many, how noisy, which are held out, and what a step does to images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from core import Spec
from core.datasets import DATASETS
from core.spec import adjust
from screens.controls import on_number
from screens.echo import key_of

REPRODUCED = "An autoencoder: the target of every example is the example itself, before noise is added to it"
# Label, field of Data, step of the field.
NUMBERS = (
    ("examples", "samples", 1),
    ("noise", "noise", 0.01),
    ("part held out for testing", "test_fraction", 0.05),
    ("part held out for validation", "validation_fraction", 0.05),
)
OF_IMAGES = (
    ("images are moved by up to (pixels)", "shift", 1),
    ("images are turned by up to (degrees)", "rotation", 5.0),
)


def shown(spec: Spec) -> dict[str, Any]:
    """What the controls show."""
    fields = (field for _, field, _ in NUMBERS + OF_IMAGES)
    return {"reproduce": spec.data.answer == "input"} | {field: getattr(spec.data, field) for field in fields}


def examples(spec: Spec) -> None:
    """The fields that make sense for this data set."""
    key = key_of("reproduce")
    st.toggle("reproduce the input", key=key, on_change=on_number(key, reproducing), help=REPRODUCED)
    of_images = OF_IMAGES if len(DATASETS[spec.data.name].shape) == 3 else ()
    for label, field, step in NUMBERS + of_images:
        key = key_of(field)
        st.number_input(label, value=None, key=key, step=step, disabled=spec.data.name == "given",
                        on_change=on_number(key, with_field(field)))  # fmt: skip


def reproducing(spec: Spec, wanted: bool) -> Spec:
    """Ask for the input itself, or for the targets of the data set."""
    return adjust.with_answer(spec, "input" if wanted else "given")


def with_field(field: str) -> Callable[[Spec, Any], Spec]:
    """Another number for the data set."""
    return lambda spec, value: adjust.with_data(spec, replace(spec.data, **{field: value}))
