"""Types nonsense into every field: a sentence names the field and the range, and the session goes on as it was."""

import pytest

from tests.screens.app import now, open_app, ran, sentences, session_of

WHOLE = "expected a whole number from {} to {}."
REAL = "expected a number from {} to {}."
# Field, bad value, what the sentence must hold.
NUMBERS = [
    ("learning_rate", 1e6, ["optimizer.learning_rate is 1e+06", REAL.format(0, 100)]),
    ("learning_rate", -1.0, ["optimizer.learning_rate is -1", REAL.format(0, 100)]),
    ("learning_rate", 100.0001, ["optimizer.learning_rate is 100", REAL.format(0, 100)]),
    ("batch_size", 0, ["batch_size is 0", WHOLE.format(1, "20,000")]),
    ("batch_size", -5, ["batch_size is -5", WHOLE.format(1, "20,000")]),
    ("batch_size", 10**9, ["batch_size is 1000000000", WHOLE.format(1, "20,000")]),
    ("batch_size", 201, ["batch_size is 201", "expected 1 to 200 training examples"]),
    ("seed", -1, ["seed is -1", WHOLE.format(0, "4,294,967,295")]),
    ("seed", 2**40, ["seed is 1099511627776", WHOLE.format(0, "4,294,967,295")]),
    ("samples", 0, ["data.samples is 0", WHOLE.format(4, "20,000")]),
    ("samples", -7, ["data.samples is -7", WHOLE.format(4, "20,000")]),
    ("samples", 10**9, ["data.samples is 1000000000", WHOLE.format(4, "20,000")]),
    ("noise", -0.1, ["data.noise is -0.1", REAL.format(0, 2)]),
    ("noise", 1e300, ["data.noise is 1e+300", REAL.format(0, 2)]),
    ("test_fraction", 1.0, ["data.test_fraction is 1", REAL.format(0, 0.9)]),
    ("test_fraction", -0.5, ["data.test_fraction is -0.5", REAL.format(0, 0.9)]),
    ("validation_fraction", 0.95, ["data.validation_fraction is 0.95", REAL.format(0, 0.9)]),
    ("validation_fraction", 0.85, ["data.validation_fraction is 0.85", "less than 1 together"]),
]
WIDTHS = [
    ("-3", ["hidden layer", "is -3", WHOLE.format(1, "1,024")]),
    ("0", ["hidden layer", "is 0", WHOLE.format(1, "1,024")]),
    ("1025", ["hidden layer", "is 1025", WHOLE.format(1, "1,024")]),
    ("1e9", ["hidden layers is '1e9'", "expected whole numbers such as 8, 8"]),
    ("abc", ["hidden layers is 'abc'", "expected whole numbers such as 8, 8"]),
    ("nan", ["hidden layers is 'nan'", "expected whole numbers such as 8, 8"]),
    ("8, x", ["hidden layers is '8, x'", "expected whole numbers such as 8, 8"]),
    ("8" * 5000, ["hidden layer", WHOLE.format(1, "1,024")]),
    ("8 " * 2500, ["number of layers", WHOLE.format(1, 10)]),
    ("∞", ["hidden layers is '∞'", "expected whole numbers such as 8, 8"]),
    ("<b>8</b>", ["hidden layers is '<b>8</b>'", "expected whole numbers such as 8, 8"]),
]
GOOD = {
    "learning_rate": 0.25, "batch_size": 5, "seed": 3, "samples": 100, "noise": 0.1, "test_fraction": 0.5,
    "validation_fraction": 0.25,
}  # fmt: skip


def of_spec(spec, field: str) -> object:
    if field in ("samples", "noise", "test_fraction", "validation_fraction"):
        return getattr(spec.data, field)
    return getattr(spec, field)


@pytest.mark.parametrize("playing", [True, False])
@pytest.mark.parametrize(("field", "value", "parts"), NUMBERS)
def test_a_bad_number_gives_a_sentence_and_changes_nothing(field, value, parts, playing: bool) -> None:
    app = open_app("moons", playing)
    before = session_of(app)
    app.number_input(key=now(app, field)).set_value(value)
    ran(app)
    assert len(sentences(app)) == 1
    for part in parts:
        assert part in sentences(app)[0]
    assert session_of(app).spec == before.spec
    assert (session_of(app).playing, session_of(app).run) == (before.playing, before.run)
    assert app.number_input(key=now(app, field)).value == of_spec(before.spec, field), (
        "the field must show the old value again"
    )

    app.number_input(key=now(app, field)).set_value(GOOD[field])
    ran(app)
    assert of_spec(session_of(app).spec, field) == GOOD[field]
    assert sentences(app) == []


@pytest.mark.parametrize(("text", "parts"), WIDTHS)
def test_bad_widths_give_a_sentence_and_change_nothing(text: str, parts: list[str]) -> None:
    app = open_app("moons")
    before = session_of(app)
    app.text_input(key=now(app, "hidden_layers")).set_value(text)
    ran(app)
    assert len(sentences(app)) == 1
    for part in parts:
        assert part in sentences(app)[0]
    assert len(sentences(app)[0]) < 250
    assert session_of(app).spec == before.spec
    assert app.text_input(key=now(app, "hidden_layers")).value == "6"

    app.text_input(key=now(app, "hidden_layers")).set_value("3 4")
    ran(app)
    assert [layer.units for layer in session_of(app).spec.layers] == [3, 4, 1]
    assert app.text_input(key=now(app, "hidden_layers")).value == "3, 4"
    assert sentences(app) == []


@pytest.mark.parametrize("text", ["8,,8", "8-8", " 8 ;8 ", "8–8"])
def test_generous_spelling_is_understood(text: str) -> None:
    app = open_app("moons")
    app.text_input(key=now(app, "hidden_layers")).set_value(text)
    assert [layer.units for layer in session_of(ran(app)).spec.layers] == [8, 8, 1]
    assert sentences(app) == []


def test_an_empty_field_takes_the_hidden_layers_away() -> None:
    app = open_app("moons")
    app.text_input(key=now(app, "hidden_layers")).set_value("")
    assert [layer.units for layer in session_of(ran(app)).spec.layers] == [1]


@pytest.mark.parametrize("value", [1e300, -1e7, 1000001.0])
def test_a_bad_weight_gives_a_sentence_and_changes_nothing(value: float) -> None:
    app = open_app("moons")
    before = session_of(app).step.row.tobytes()
    app.number_input(key=now(app, "weight_value")).set_value(value)
    ran(app)
    assert len(sentences(app)) == 1
    assert "h1/W[0,0] is" in sentences(app)[0]
    assert "expected a number from -1e+06 to 1e+06" in sentences(app)[0]
    assert session_of(app).step.row.tobytes() == before
    app.number_input(key=now(app, "weight_value")).set_value(-1.25)
    ran(app)
    assert session_of(app).step.parameter("h1/W")[0, 0] == -1.25
    assert sentences(app) == []


@pytest.mark.parametrize("field", [*GOOD, "weight_value"])
def test_an_emptied_number_field_is_no_crash(field: str) -> None:
    app = open_app("moons")
    before = session_of(app).spec
    app.number_input(key=now(app, field)).set_value(None)
    ran(app)
    assert session_of(app).spec == before


def test_an_emptied_weight_field_leaves_the_weight_alone() -> None:
    """In the browser no hand is needed: a question for rows that overlaps with a pause carries the empty field."""
    app = open_app("moons")
    before = session_of(app).step.row.tobytes()
    app.number_input(key=now(app, "weight_value")).set_value(None)
    ran(app)
    assert session_of(app).step.row.tobytes() == before
