"""Fifty thousand edges on the page: lists and tables stay short, and what is typed or edited is meant."""

from streamlit.testing.v1 import AppTest

from core.layout import Layout
from screens.live import on_pick
from screens.transport import on_step
from screens.weight_table import MOST_COLUMNS, MOST_ROWS, corner_of
from tests.screens.app import asked, now, open_app, open_with_requests, ran, sentences, session_of


def pick(app: AppTest, path: str) -> None:
    asked(app, on_pick, {"selected": path, "drawn": session_of(app).cursor, "n": 1})


def test_the_box_offers_units_and_the_drawn_edges_only() -> None:
    app = open_app("mnist")
    options = app.selectbox(key=now(app, "selected")).options
    assert len(options) < 700
    assert {"h1:0", "out:9", "h1/b[3]", session_of(app).selected} <= set(options)
    assert len(open_app("iris").selectbox(key="selected").options) > 42


def test_any_other_edge_can_be_selected_and_what_is_none_is_refused() -> None:
    app = open_with_requests("mnist", playing=False)
    assert app.selectbox(key=now(app, "selected")).proto.accept_new_options
    pick(app, "h1/W[63,783]")
    assert "h1/W[63,783]" in app.selectbox(key=now(app, "selected")).options
    assert app.selectbox(key=now(app, "selected")).value == "h1/W[63,783]"
    pick(app, "h1/W[64,0]")
    assert session_of(app).selected == "h1/W[63,783]"
    assert "is not part of this network" in sentences(app)[0]


def test_the_table_shows_the_weights_around_the_selected_one() -> None:
    assert corner_of("h1/W[0,0]", (64, 784)) == (0, 0)
    assert corner_of("h1/W[40,400]", (64, 784)) == (40 - MOST_ROWS // 2, 400 - MOST_COLUMNS // 2)
    assert corner_of("h1/W[63,783]", (64, 784)) == (64 - MOST_ROWS, 784 - MOST_COLUMNS)
    assert corner_of("h1:63", (64, 784)) == (64 - MOST_ROWS, 0)
    assert corner_of("h1/W[1,1]", (2, 3)) == (0, 0)


def test_a_step_and_a_typed_weight_change_what_they_name() -> None:
    app = open_with_requests("mnist", playing=False)
    pick(app, "h1/W[5,300]")
    app.number_input(key=now(app, "weight_value")).set_value(0.75)
    ran(ran(app))
    weights = session_of(app).step.parameter("h1/W")
    assert weights[5, 300] == 0.75
    asked(app, on_step)
    assert session_of(app).cursor == 1


def test_a_session_keeps_less_than_thirty_megabytes_beside_the_data() -> None:
    """Rows, states and buffers of mnist after some seconds of training."""
    session = session_of(open_app("mnist", playing=True))
    layout: Layout = session.program.layout
    rows = sum(chunk.rows.nbytes for chunk in session.history.chunks)
    states = sum(state.vector.nbytes for state in session.history.states)
    assert rows + states + 3 * 8 * layout.size < 30e6
