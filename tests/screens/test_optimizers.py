"""The options of each optimizer and schedule are fields by themselves; the memory of a weight is shown at rest."""

import pytest

from core import Optimizer
from core.optimizers import OPTIMIZERS
from core.ranges import Whole
from core.schedules import SCHEDULES
from tests.screens.app import click, now, open_app, ran, said, sentences, session_of

OPTIONS = [(name, option) for name, rule in OPTIMIZERS.items() for option in rule.options if not rule.full_batch]
SCHEDULED = [(name, option) for name, rule in SCHEDULES.items() for option in rule.options]


def open_with(optimizer: str = "sgd", schedule: str = "constant", recipe: str = "moons"):
    app = open_app(recipe)
    for key, name in (("optimizer", optimizer), ("schedule", schedule)):
        app.selectbox(key=now(app, key)).set_value(name)
        ran(app)
    return app


@pytest.mark.parametrize("name", [name for name, rule in OPTIMIZERS.items() if not rule.full_batch])
def test_each_optimizer_brings_its_options_trains_and_shows_its_memory(name: str) -> None:
    app = open_with(name)
    click(app, "step")
    spec = session_of(app).spec
    shown = {box.key.partition("--")[0]: box.value for box in app.number_input if box.key.startswith("option_")}
    assert shown == {f"option_{option}": spec.optimizer.option(option) for option in OPTIMIZERS[name].options}
    fields = OPTIMIZERS[name].fields_of(spec.optimizer.settings)
    assert bool(app.dataframe) is bool(fields)
    if fields:
        table = app.dataframe[0].value
        assert list(table["memory"]) == [*fields, *OPTIMIZERS[name].scalars]
        step = session_of(app).step
        assert float(table["value"][0]) == pytest.approx(float(step.value(f"h1/W:{fields[0]}")[0, 0]), rel=1e-5)


@pytest.mark.parametrize("name", SCHEDULES)
def test_each_schedule_brings_its_options_and_trains(name: str) -> None:
    app = open_with(schedule=name)
    click(app, "step")
    spec = session_of(app).spec
    assert spec.schedule.name == name == app.selectbox(key=now(app, "schedule")).value
    shown = {box.key: box.value for box in app.number_input if box.key.startswith("schedule_")}
    assert shown == {f"schedule_{option}": value for option, value in spec.schedule.settings.items()}


@pytest.mark.parametrize(
    ("kind", "rule", "option"),
    [("option", *pair) for pair in OPTIONS] + [("schedule", *pair) for pair in SCHEDULED],
)
def test_an_option_is_set_and_a_bad_one_is_a_sentence(kind: str, rule: str, option: str) -> None:
    app = open_with(rule) if kind == "option" else open_with(schedule=rule)
    part = "optimizer" if kind == "option" else "schedule"
    limit = (OPTIMIZERS if kind == "option" else SCHEDULES)[rule].options[option].limit
    good, bad = (limit.high, limit.high + 1) if isinstance(limit, Whole) else (limit.high, limit.high * 2)
    app.number_input(key=now(app, f"{kind}_{option}")).set_value(bad)
    ran(app)
    [sentence] = sentences(app)
    assert f"{part}.{option} is" in sentence
    app.number_input(key=now(app, f"{kind}_{option}")).set_value(good)
    ran(app)
    assert (getattr(session_of(app).spec, part).option(option), sentences(app)) == (good, [])


def test_rprop_asks_for_the_full_batch() -> None:
    app = open_with("rprop")
    assert "choose the full batch of 200 examples" in sentences(app)[0]
    assert session_of(app).spec.optimizer.name == "sgd"

    app = open_app("moons")
    app.number_input(key=now(app, "batch_size")).set_value(200)
    ran(app)
    app.selectbox(key=now(app, "optimizer")).set_value("rprop")
    ran(app)
    assert (session_of(app).spec.optimizer.name, sentences(app)) == ("rprop", [])


def test_levenberg_marquardt_asks_for_squares_and_shows_its_damping() -> None:
    app = open_app("moons")
    app.number_input(key=now(app, "batch_size")).set_value(200)
    ran(app)
    app.selectbox(key=now(app, "optimizer")).set_value("levenberg_marquardt")
    ran(app)
    assert "choose the loss half_squared_error or mean_squared_error" in sentences(app)[0]

    app = open_with("levenberg_marquardt", recipe="xor")
    click(app, "step")
    assert sentences(app) == []
    assert list(app.dataframe[0].value["memory"]) == ["damping", "accepted", "trial_loss", "start"]
    for option, value in (("damping", 1.0), ("damping_up", 5.0), ("damping_down", 0.5)):
        app.number_input(key=now(app, f"option_{option}")).set_value(value)
        ran(app)
        assert session_of(app).spec.optimizer.option(option) == value


def test_another_optimizer_says_that_its_memory_starts_anew() -> None:
    app = open_app("moons")
    for _ in range(2):
        click(app, "step")
    app.selectbox(key=now(app, "optimizer")).set_value("adam")
    ran(app)
    assert "All weights were kept; training goes on with Adam, whose memory starts anew." in said(app)
    assert session_of(app).cursor == 2


def test_while_it_plays_the_memory_asks_to_pause() -> None:
    app = open_app("moons", playing=True)
    app.selectbox(key=now(app, "optimizer")).set_value("adam")
    ran(app)
    assert "Pause to see what the optimizer remembers of it." in said(app)
    assert not app.dataframe


@pytest.mark.parametrize(("key", "table"), [("optimizer", OPTIMIZERS), ("schedule", SCHEDULES)])
def test_sentence_formula_and_source_of_the_chosen_rule_are_on_the_page(key: str, table) -> None:
    for name in [name for name in table if not getattr(table[name], "full_batch", "")]:
        app = open_with(**{key: name})
        rule = table[name]
        assert {rule.about, rule.source} <= set(said(app))
        tex = rule.tex if key == "schedule" else rule.formula(Optimizer(name).settings)
        assert any(tex.split(",")[0] in formula.value for formula in app.latex)
