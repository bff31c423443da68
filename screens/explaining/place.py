"""At which pixel, step and gate a unit is looked at: where its |δ| is largest, unless somebody chooses."""

from __future__ import annotations

import streamlit as st

from core.explain.neuron import busiest
from core.explain.sites import Site
from screens.explaining.aspect import Subject
from screens.view import rerun
from viz.explain.unit import Unit

LARGEST = "largest |δ|"


def where(site: Site) -> str:
    """At which pixel, step and gate."""
    parts = [f"at the pixel in row {site.pixel[0]}, column {site.pixel[1]}"] if site.pixel else []
    parts += [f"at step {site.time} of the sequence"] if site.time else []
    parts += [f"gate {site.gate}"] if site.gate else []
    return "".join(f", {part}" for part in parts)


def counting(site: Site) -> str:
    """From where on all that counts."""
    return "units and rows count from 0, steps from 1" if site.time else "all count from 0"


def place(subject: Subject, unit: Unit, example: int) -> Site:
    """The chosen gate, and there the chosen pixel or step; unless one is chosen, that with the largest |δ|."""
    gate = gate_of(unit)
    known = tuple(site for site in unit.places if site.gate == gate)
    names = {name_of(site): site for site in known}
    if len(names) < 2:
        return known[0]
    key = f"neuron_place_{unit.layer}_{len(names)}"
    chosen = st.selectbox("pixel" if known[0].pixel else "step of the sequence", [LARGEST, *names], key=key,
                          on_change=rerun, args=("explanation",))  # fmt: skip
    return names[chosen] if chosen in names else busiest(subject.step, known, example)


def gate_of(unit: Unit) -> str:
    """The gate into which the weight leads, until another is chosen; "" where there are none."""
    if not unit.gates:
        return ""
    key = f"neuron_gate_{unit.name}_{unit.gate}"
    chosen: str = st.segmented_control("gate", unit.gates, default=unit.gate or unit.gates[0], key=key, required=True,
                                       on_change=rerun, args=("explanation",))  # fmt: skip
    return chosen


def name_of(site: Site) -> str:
    """row 1, column 2; or step 3."""
    return f"row {site.pixel[0]}, column {site.pixel[1]}" if site.pixel else f"step {site.time}"
