"""Answers what the browser asks, also what a stranger would send by hand: a slice or a sentence, never a crash."""

from dataclasses import replace

import pytest

from core import RECIPES
from core import session as sessions
from screens import inspector, live, sidebar
from screens.view import KEY
from tests.screens.app import asked, click, message_of, now, open_with_requests, ran, sentences, session_of, view_of
from viz.slices import unpack


@pytest.fixture
def app():
    return open_with_requests("moons")


def need(app, drawn: object, **changes: object) -> dict:
    view = view_of(app)
    run = f"{view.name}-{view.session.run}"
    known = {"drawn": drawn, "run": run, "heard": view.sent.sequence, "structure": view.sent.structure}
    return {**known, "settled": False, "n": 1, **changes}


def test_a_question_for_more_brings_the_rows_that_follow(app) -> None:
    last = int(unpack(message_of(app))[1]["step"][-1])
    asked(app, live.on_need, need(app, 20))
    header, numbers = unpack(message_of(app))
    assert session_of(app).cursor == header["cursor"] == 20
    assert int(numbers["step"][0]) == last + 1
    assert header["playing"]


def test_a_stage_that_has_settled_moves_the_cursor_and_pauses(app) -> None:
    asked(app, live.on_need, need(app, 7, settled=True))
    assert (session_of(app).cursor, session_of(app).playing) == (7, False)
    assert app.button(key="play").label == "Play"


def test_an_answer_for_another_run_does_not_move_the_cursor(app) -> None:
    asked(app, live.on_need, need(app, 20, run="somebody-7"))
    assert session_of(app).cursor == 0


def test_a_stage_without_the_structure_gets_everything_again(app) -> None:
    asked(app, live.on_need, need(app, 3, structure=""))
    header, numbers = unpack(message_of(app))
    assert header["structure"] is not None
    assert int(numbers["step"][0]) == 3


@pytest.mark.parametrize("drawn", [None, -1, 10**12, "12", 3.5, True, [], {}])
@pytest.mark.parametrize("settled", [True, False])
def test_a_step_that_is_none_of_this_run_is_not_believed(app, drawn: object, settled: bool) -> None:
    asked(app, live.on_need, need(app, drawn, settled=settled))
    assert session_of(app).cursor in (0, 1)
    assert session_of(app).step.index == session_of(app).cursor


def test_a_click_on_the_stage_selects(app) -> None:
    asked(app, live.on_pick, need(app, 5, selected="out/W[0,3]"))
    assert (session_of(app).selected, session_of(app).cursor) == ("out/W[0,3]", 5)
    assert app.selectbox(key=now(app, "selected")).value == "out/W[0,3]"
    asked(app, live.on_pick, need(app, 6, selected=""))
    assert session_of(app).selected == ""


@pytest.mark.parametrize("path", ["h9:1", "h1/W[99,0]", "<script>", "x" * 5000, "h1/W[1,0]]", "h1:-1", "h1:²"])
def test_a_click_on_what_is_not_there_is_a_sentence(app, path: str) -> None:
    asked(app, live.on_pick, need(app, 5, selected=path))
    assert session_of(app).selected == "h1/W[0,0]"
    assert len(sentences(app)) == 1
    assert "is not part of this network" in sentences(app)[0]
    assert len(sentences(app)[0]) < 250


def test_refit_fits_the_colours_to_the_drawn_step(app) -> None:
    before = view_of(app).look.span
    view = view_of(app)
    app.session_state[KEY] = replace(view, look=replace(view.look, span=replace(before, low=-9.0, high=-8.0)))
    asked(app, live.on_refit, need(app, 9))
    assert view_of(app).look.span.high > -8.0
    assert session_of(app).cursor == 9


def test_a_dragged_weight_is_set_at_the_drawn_step_while_it_trains(app) -> None:
    asked(app, inspector.set_value, "h1/W", (0, 0), 1.75, 12)
    header, numbers = unpack(message_of(app))
    assert (session_of(app).cursor, session_of(app).playing) == (12, True)
    assert session_of(app).step.parameter("h1/W")[0, 0] == 1.75
    assert (header["revision"], int(numbers["step"][0])) == (1, 12)


def test_a_dragged_learning_rate_goes_on_from_the_drawn_step(app) -> None:
    asked(app, sidebar.on_rate, 0.01, 15)
    assert (session_of(app).cursor, session_of(app).spec.learning_rate, session_of(app).playing) == (15, 0.01, True)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0, 1e9])
def test_a_learning_rate_that_no_slider_sends_is_a_sentence(app, value: float) -> None:
    asked(app, sidebar.on_rate, value, 15)
    assert session_of(app).spec.learning_rate == RECIPES["moons"].learning_rate
    assert "optimizer.learning_rate is" in sentences(app)[0]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300])
def test_a_weight_that_no_slider_sends_is_a_sentence(app, value: float) -> None:
    asked(app, inspector.set_value, "h1/W", (0, 0), value, 3)
    assert "h1/W[0,0] is" in sentences(app)[0]


def test_overflow_is_said_on_the_page_once_the_stage_has_come_to_rest() -> None:
    app = open_with_requests("sine")
    app.number_input(key=now(app, "learning_rate")).set_value(100.0)
    ran(ran(app))
    for _ in range(20):
        asked(app, live.on_need, need(app, session_of(app).cursor))
        if session_of(app).fault:
            break
    fault = session_of(app).fault
    asked(app, live.on_need, need(app, fault.step, settled=True))
    assert sentences(app) == [str(fault)]
    assert f"step {fault.step}" in sentences(app)[0]
    assert app.button(key="play").label == "Play"
    click(app, "back")
    assert session_of(app).cursor == fault.step - 1
    click(app, "reset")
    app.number_input(key=now(app, "learning_rate")).set_value(0.01)
    ran(app)
    assert sentences(app) == []
    assert sessions.recorded(session_of(app), 3).fault is None


@pytest.mark.parametrize("pause_first", [True, False])
def test_steps_wait_until_the_stage_has_said_where_it_came_to_rest(app, pause_first: bool) -> None:
    if pause_first:
        click(app, "play")
    click(app, "step")
    click(app, "step")
    header, _ = unpack(message_of(app))
    assert (header["settling"], header["playing"], session_of(app).cursor) == (True, False, 0)
    asked(app, live.on_need, need(app, 33, settled=True))
    header, numbers = unpack(message_of(app))
    assert (header["settling"], header["micro"], header["cursor"], numbers["step"].tolist()) == (False, True, 35, [35])


def test_playing_on_forgets_steps_that_were_still_waiting(app) -> None:
    click(app, "step")
    click(app, "play")
    asked(app, live.on_need, need(app, 5))
    assert (session_of(app).cursor, session_of(app).playing, view_of(app).owed) == (5, True, 0)


def test_a_question_asked_before_a_pause_does_not_move_the_cursor_back(app) -> None:
    asked(app, live.on_need, need(app, 30))
    late, pick = need(app, 12), need(app, 12, selected="out/W[0,1]")
    click(app, "play")
    asked(app, live.on_need, need(app, 33, settled=True))
    asked(app, live.on_need, late)
    assert (session_of(app).cursor, session_of(app).playing) == (33, False)
    asked(app, live.on_pick, pick)
    assert (session_of(app).cursor, session_of(app).selected) == (33, "out/W[0,1]")


def test_a_question_that_crossed_a_slice_brings_no_other_one(app) -> None:
    """Else the browser might see only the second of the two, and the rows of the first would be lost."""
    crossed = need(app, 20)
    asked(app, live.on_refit, need(app, 20))
    before = message_of(app)
    asked(app, live.on_need, crossed)
    assert message_of(app) == before


def test_an_answer_of_a_pause_that_is_over_does_not_pause_again(app) -> None:
    asked(app, live.on_need, need(app, 30))
    click(app, "play")
    late = need(app, 31, settled=True)
    click(app, "play")
    asked(app, live.on_need, late)
    assert session_of(app).playing


def test_the_end_of_a_step_that_another_one_followed_does_not_take_it_back(app) -> None:
    click(app, "play")
    asked(app, live.on_need, need(app, 9, settled=True))
    click(app, "step")
    late = need(app, 10, settled=True)
    click(app, "step")
    asked(app, live.on_need, late)
    assert session_of(app).cursor == 11


def test_a_pause_that_is_taken_back_at_once_keeps_the_rows_that_the_stage_has(app) -> None:
    asked(app, live.on_need, need(app, 5))
    run, last = session_of(app).run, session_of(app).history.last
    click(app, "play")
    click(app, "play")
    assert (session_of(app).playing, session_of(app).run) == (True, run)
    assert session_of(app).history.last >= last
    asked(app, live.on_need, need(app, 20))
    assert session_of(app).cursor == 20


def test_a_refusal_stays_while_the_browser_asks_for_rows(app) -> None:
    app.number_input(key=now(app, "batch_size")).set_value(-1)
    ran(app)
    asked(app, live.on_need, need(app, 5))
    assert len(sentences(app)) == 1
