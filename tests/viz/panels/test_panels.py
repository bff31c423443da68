"""Every panel on every recipe it fits, and on images: a valid figure whose numbers are those of the step."""

import numpy as np
import pytest

from core import RECIPES, Data, Dense, Loss, Spec, compile_program
from core.program import Program
from core.step import Step
from tests.core.exactness import assert_exact
from tests.viz.recipes import run_of
from viz.panels import PANELS, Shown


def shown_of(program: Program, step: Step, selected: str = "", theme: str = "light") -> Shown:
    return Shown(program, step, selected, theme)


def heat(figure) -> list[np.ndarray]:
    """The tables in a figure, which Plotly has checked."""
    assert figure.validated()
    return [trace["z"] for trace in figure.to_dict()["data"] if trace["type"] == "heatmap"]


def image_program() -> Program:
    """Six images of 4 × 5 pixels, asked for their own pixels through a narrow layer."""
    x = np.random.default_rng(0).uniform(size=(6, 1, 4, 5))
    spec = Spec(
        data=Data("given"),
        layers=(Dense(3, "tanh"), Dense(20, "sigmoid")),
        loss=Loss("mean_squared_error"),
        batch_size=4,
    )
    return compile_program(spec, data=(x, x.reshape(6, 20)))


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_panel_that_fits_draws_a_valid_figure(recipe: str, theme: str) -> None:
    session = run_of(recipe)
    shown = shown_of(session.program, session.step, session.selected, theme)
    drawn = [panel for panel in PANELS.values() if panel.fits(session.program)]
    assert drawn
    for panel in drawn:
        assert heat(panel.figure(shown))
        assert panel.alt(shown).strip()
        assert panel.label.strip()
        assert panel.about.strip()


def test_matrices_are_those_of_the_selected_layer_and_the_selected_weight_is_framed() -> None:
    session = run_of("circles")
    step = session.step
    figure = PANELS["matrices"].figure(shown_of(session.program, step, "h2/W[3,1]"))
    weights, gradient, update, activation, delta = heat(figure)
    assert (weights == step.parameter("h2/W")).all()
    assert (gradient == step.gradient("h2/W")).all()
    assert (update == step.update("h2/W")).all()
    assert (activation == step.value("h2/a")).all()
    assert (delta == step.delta("h2")).all()
    frames = figure.to_dict()["layout"]["shapes"]
    assert len(frames) == 3
    assert (frames[0]["x0"], frames[0]["y0"]) == (0.5, 2.5)
    assert (frames[0]["x1"], frames[0]["y1"]) == (1.5, 3.5)


def test_every_cell_of_a_matrix_carries_the_path_that_a_click_selects() -> None:
    session = run_of("circles")
    figure = PANELS["matrices"].figure(shown_of(session.program, session.step, "h2/W[3,1]"))
    points = [trace for trace in figure.to_dict()["data"] if trace["type"] == "scatter"]
    assert len(points) == 3
    weights = session.step.parameter("h2/W")
    for trace in points:
        for x, y, path in zip(trace["x"], trace["y"], trace["customdata"], strict=True):
            assert path == f"h2/W[{y},{x}]"
    assert points[0]["text"][0] == f"h2/W[0,0]: {weights[0, 0]:.6g}"
    assert PANELS["matrices"].selects


@pytest.mark.parametrize("selected", ["", "x:0", "h1:2", "h1/b[0]", "out/W[0,1]"])
def test_whatever_is_selected_has_matrices(selected: str) -> None:
    session = run_of("circles")
    figure = PANELS["matrices"].figure(shown_of(session.program, session.step, selected))
    layer = "out" if selected.startswith("out") else "h1"
    assert (heat(figure)[0] == session.step.parameter(f"{layer}/W")).all()


def test_images_have_their_gradient_and_it_is_exact() -> None:
    program = image_program()
    state = program.run(program.start(), 3)
    assert_exact(program, state)
    step = program.advance(state)[1]
    assert "x" in program.layout.paths("adjoint")
    pictures = heat(PANELS["images"].figure(shown_of(program, step)))
    assert len(pictures) == 8
    assert (pictures[1] == step.value("x")[1].reshape(4, 5)).all()
    assert (pictures[5] == step.adjoint("x")[1].reshape(4, 5)).all()


def test_reconstructions_show_input_code_and_answer() -> None:
    program = image_program()
    step = program.advance(program.start())[1]
    assert PANELS["reconstructions"].fits(program)
    pictures = heat(PANELS["reconstructions"].figure(shown_of(program, step)))
    assert len(pictures) == 12
    assert (pictures[0] == step.value("x")[0].reshape(4, 5)).all()
    assert (pictures[4].ravel()[:3] == step.value("h1/a")[0]).all()
    assert (pictures[8] == step.value("out/a")[0].reshape(4, 5)).all()


def test_tables_of_numbers_alone_record_no_gradient_of_the_data() -> None:
    assert "x" not in run_of("circles").program.layout.paths("adjoint")
