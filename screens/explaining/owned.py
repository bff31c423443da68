"""The parameter that is turned or compared: of tied weights the one that they are copied from."""

from __future__ import annotations

import streamlit as st

from core.checking import barred, owner
from screens.explaining.aspect import Subject
from viz.explain import Number


def owned(subject: Subject) -> Number | None:
    """The weight or bias that the network has of its own."""
    return owner(subject.program.layout, subject.parameter) if subject.parameter else None


def of_owned(subject: Subject) -> bool:
    """For weights, biases, and units that have a bias."""
    return owned(subject) is not None


def can_be_compared(subject: Subject) -> bool:
    """Says why there is nothing to see, or less than one may think."""
    why = barred(subject.program, subject.step)
    if why == "not finite":
        st.caption("The numbers of this step are no longer finite: there is no loss to compare with.")
        return False
    if why == "cut":
        st.caption("The way back through time is cut short on purpose: the gradient need not be the slope of the loss.")
    return True
