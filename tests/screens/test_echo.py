"""A browser that does not know yet what Python replaced: its old word is no wish, the hand's is."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core import RECIPES
from core.spec import adjust
from screens import echo, sidebar
from screens.controls import on_number, with_value
from tests.screens.app import asked, now, open_with_requests, ran, sentences, session_of

RATE = RECIPES["moons"].learning_rate


@pytest.fixture
def refused() -> AppTest:
    """A rate was refused, and the field shows the old one again."""
    app = open_with_requests("moons")
    app.number_input(key="learning_rate").set_value(-1.0)
    ran(ran(app))
    assert len(sentences(app)) == 1
    assert app.number_input(key=now(app, "learning_rate")).value == RATE
    return app


def said_under(app: AppTest, key: str, value: float) -> None:
    """The browser reports this value for a widget with this key."""
    app.session_state[key] = value
    asked(app, sidebar.on_rate_field, key)


def test_what_was_refused_is_not_asked_for_again_by_an_old_request(refused: AppTest) -> None:
    refused.number_input(key=now(refused, "batch_size")).set_value(5)
    ran(refused)
    assert sentences(refused) == []
    said_under(refused, "learning_rate", -1.0)
    assert sentences(refused) == []


def test_the_hand_may_ask_again_for_what_was_refused(refused: AppTest) -> None:
    refused.number_input(key=now(refused, "batch_size")).set_value(5)
    ran(refused)
    refused.number_input(key=now(refused, "learning_rate")).set_value(-1.0)
    assert len(sentences(ran(refused))) == 1


def test_a_hand_quicker_than_the_answer_is_heard(refused: AppTest) -> None:
    said_under(refused, "learning_rate", 0.125)
    assert session_of(refused).spec.learning_rate == 0.125
    assert sentences(refused) == []


def test_what_a_slider_has_left_does_not_come_back_but_the_hand_may_type_it_later(
    refused: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(1, 5):
        asked(refused, sidebar.on_rate, place / 100, None)
    for key, old in (("learning_rate", -1.0), ("learning_rate--1", RATE), ("learning_rate--1", 0.03)):
        said_under(refused, key, old)
        assert session_of(refused).spec.learning_rate == 0.04
    monkeypatch.setattr(echo, "SECONDS", 0.0)
    said_under(refused, now(refused, "learning_rate"), RATE)
    assert session_of(refused).spec.learning_rate == RATE


def test_a_field_keeps_its_key_while_the_slider_moves(refused: AppTest) -> None:
    key = now(refused, "learning_rate")
    for place in range(1, 4):
        asked(refused, sidebar.on_rate, place / 100, None)
        assert refused.number_input(key=key).value == place / 100


def test_a_field_that_is_gone_says_nothing_more() -> None:
    app = open_with_requests("moons")
    app.selectbox(key="optimizer").set_value("momentum")
    ran(app)
    app.selectbox(key="optimizer").set_value("adam")
    ran(app)
    asked(app, options_callback)
    assert sentences(app) == []


def options_callback() -> None:
    """A late request of the browser says what the field of momentum showed."""
    st.session_state["option_momentum"] = 0.9
    on_number("option_momentum", with_value("momentum", adjust.with_option))()
