"""Paper mode on the page: every tutorial opens, its switches change numbers, its run goes to the stage."""

import pytest

from core import RECIPES
from core.papers import BIASES, ORDER, TUTORIALS
from tests.screens.app import click, open_app, ran, sentences, session_of, view_of

SWITCHES = [(name, switch) for name, tutorial in TUTORIALS.items() for switch in tutorial.switches]


def opened_papers(name: str):
    app = open_app("circles")
    app.session_state["papers_card"] = True
    app.session_state["paper"] = name
    return ran(app)


def table(app) -> str:
    return next(part.value for part in app.markdown if part.value.startswith("| what"))


def row(app, what: str) -> list[str]:
    """The cells of a line, by its words."""
    found = next(line for line in table(app).splitlines() if line.startswith(f"| {what} |"))
    return [cell.strip() for cell in found.strip("|").split("|")]


def test_a_newcomer_sees_it_closed() -> None:
    assert not [part for part in open_app("circles").selectbox if part.key == "paper"]


@pytest.mark.parametrize("name", TUTORIALS)
def test_every_tutorial_opens_with_all_its_lines(name: str) -> None:
    app, tutorial = opened_papers(name), TUTORIALS[name]
    body = table(app).splitlines()[2:]
    assert [line.split(" | ")[0].removeprefix("| ") for line in body] == [line.what for line in tutorial.lines]
    assert all(line.count("|") == 7 for line in body)
    assert {part.key for part in app.toggle if part.key.startswith("paper_")} == {
        f"paper_{name}_{switch}" for switch in tutorial.switches
    }
    assert sentences(app) == []


@pytest.mark.parametrize(("name", "switch"), SWITCHES)
def test_every_switch_changes_the_table_and_back(name: str, switch: str) -> None:
    app = opened_papers(name)
    before, key = table(app), f"paper_{name}_{switch}"
    usual = app.toggle(key=key).value
    app.toggle(key=key).set_value(not usual)
    assert table(ran(app)) != before
    app.toggle(key=key).set_value(usual)
    assert table(ran(app)) == before


def test_a_wrong_number_stands_beside_the_true_one_with_the_reason() -> None:
    cells = row(opened_papers("two_two_one"), "delta of the second hidden unit")
    _, where, published, ours, verdict, why = cells
    assert where == "`−∂L/∂h1/z[0,1]`"
    assert (published, ours, verdict) == ("−0.0819", "−0.008113791649", "**≠ differs**")
    assert "ten times too large" in why
    assert why.endswith("Done that way: −0.08185896.")


def test_small_numbers_are_written_out_as_the_published_ones_are() -> None:
    cells = row(opened_papers("two_two_two"), "total error after 10,000 updates")
    assert cells[2:4] == ["0.0000351085", "0.00003510187783"]


def test_the_count_is_said_above_the_table() -> None:
    said = [part.value for part in opened_papers("two_two_two").markdown]
    assert any(text.startswith("**21 equal, 4 differ.**") for text in said)


@pytest.mark.parametrize("name", TUTORIALS)
def test_its_run_opens_on_the_stage_at_rest(name: str) -> None:
    app = click(opened_papers(name), "paper_open")
    assert session_of(app).spec == RECIPES[name]
    assert view_of(app).recipe == name
    assert (session_of(app).cursor, session_of(app).playing) == (0, False)


def test_it_opens_with_the_biases_as_they_are_switched() -> None:
    app = opened_papers("two_two_two")
    app.toggle(key=f"paper_two_two_two_{BIASES}").set_value(True)
    app = click(ran(app), "paper_open")
    assert session_of(app).spec.frozen == ()
    assert view_of(app).recipe is None


def test_both_switches_together() -> None:
    app = opened_papers("two_two_two")
    for switch in (BIASES, ORDER):
        app.toggle(key=f"paper_two_two_two_{switch}").set_value(True)
    why = row(ran(app), "total error after 10,000 updates")[-1]
    assert "biases are trained" in why
    assert "output layer is updated first" in why
