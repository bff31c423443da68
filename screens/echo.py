"""Widgets that Python sets, and what the browser still says under their old value.

Every request of the browser carries the values of all widgets. When Python has just replaced one, or taken a widget off
the page, a request that was on its way already (the stage asks for rows all the time) still carries the old value, and
Streamlit takes that for a change by hand. So a widget whose value is replaced gets a new key: what is said under the
old one is told from the hand's word under the new one, however late it comes. Keys: `name`, `name--1`, `name--2` …
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

import streamlit as st

KEY = "widgets"
APART = "--"
REMEMBERED = 64
SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Left:
    """A value that Python replaced, under which key, and when."""

    key: str
    value: Any
    when: float


@dataclass(frozen=True, slots=True)
class Kept:
    """A widget: its key of now, how many keys it had before, the value it was last known to have, whether the hand gave
    it that value and has no answer yet, and the values that Python replaced.
    """

    key: str
    count: int = 0
    value: Any = None
    spoken: bool = False
    replaced: tuple[Left, ...] = ()


def show(name: str, value: Any) -> str:
    """Let a widget show this value: the key to give it, another one when the value was replaced."""
    one = kept(name)
    if is_other(name, value):
        one = replace(left(one), key=f"{name}{APART}{one.count + 1}", count=one.count + 1)
    return shown(name, one, value)


def follow(name: str, value: Any) -> str:
    """Let a field go along with a slider: it keeps its key, which would flicker at every move, until a word is refused.

    Nobody types the very number that the slider has just left, so that is taken for what an old request says.
    """
    one = kept(name)
    if one.spoken or not is_other(name, value):
        return show(name, value)
    return shown(name, left(one), value)


def by_hand(key: str) -> bool:
    """Whether the hand has spoken, and not a browser that does not know yet what Python showed or replaced.

    Another value under a key that was just given up is the hand's, quicker than the answer to its last word.
    """
    name = key.partition(APART)[0]
    one, said = kept(name), st.session_state.get(key)
    if is_old(one, key, said):
        return False
    if key == one.key:
        widgets()[name] = replace(one, value=said, spoken=True)
    return True


def is_old(one: Kept, key: str, said: Any) -> bool:
    """Whether Python knows of this value under this key already."""
    before = [old for old in one.replaced if old.key == key]
    if key == one.key:
        return said == one.value or any(old.value == said for old in before if monotonic() - old.when < SECONDS)
    return not before or any(old.value == said for old in before)


def is_other(name: str, value: Any) -> bool:
    """Whether the widget was on the page with another value."""
    one = kept(name)
    return name in widgets() and st.session_state.get(one.key, one.value) != value


def left(one: Kept) -> Kept:
    """The value of now is among those that were replaced, and so is what an old request has put in its place."""
    now = monotonic()
    old = (Left(one.key, value, now) for value in (one.value, st.session_state.get(one.key, one.value)))
    return replace(one, replaced=(*one.replaced, *old)[-REMEMBERED:])


def shown(name: str, one: Kept, value: Any) -> str:
    """This value is on the page from now on."""
    widgets()[name] = replace(one, value=value, spoken=False)
    st.session_state[one.key] = value
    return one.key


def key_of(name: str) -> str:
    """The key under which a widget is on the page."""
    return kept(name).key


def kept(name: str) -> Kept:
    """What is known of a widget."""
    return widgets().get(name, Kept(name))


def widgets() -> dict[str, Kept]:
    """All widgets that Python shows a value in."""
    known: dict[str, Kept] = st.session_state.setdefault(KEY, {})
    return known
