"""Holds the stage to docs/stage.md in a real browser: what it draws, what it asks, what it lets a person do."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import served
from tests.browser.stage_harness.page import attributes, deliver, open_page
from tests.browser.stage_harness.toy import Toy
from tests.browser.stage_harness.wire import encode, headlines
from viz.stage import assets

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
PAINTED = """() => {
    const canvas = document.querySelector('canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, i) => i % 4 === 3 && value).length;
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = open_page(browser)
    yield page
    assert page.faults == []
    page.context.close()


class Python:
    """Stands in for the app: sends slices of a toy's rows, numbered as they must be."""

    def __init__(self, page: Page, sizes: tuple[int, ...] = (2, 3, 1), **toy) -> None:
        self.page, self.toy, self.sequence = page, Toy(sizes, **toy), 0
        self.structure = self.toy.structure()

    def send(self, n: int = 1, rows: dict | None = None, **header) -> dict[str, np.ndarray]:
        rows = rows or self.toy.rows(n)
        self.sequence += 1
        known = {
            "sequence": self.sequence, "structure": self.structure, "structure_id": self.structure["id"],
            "cursor": int(rows["step"][0]), "headlines": headlines(rows, 10),
        }  # fmt: skip
        deliver(self.page, encode(rows, **{**known, **header}))
        return rows

    def asked(self, name: str) -> list[dict]:
        return [payload for kind, payload in self.page.evaluate("window.requests") if kind == name]


def drawn(page: Page) -> list[int]:
    return [step for _, step in page.evaluate("window.drawn")]


def wait(page: Page, condition: str) -> None:
    page.wait_for_function(f"(stage => {condition})(document.querySelector('.backflow-stage').dataset)", timeout=10_000)


def click_on(page: Page, path: str) -> None:
    spot = page.evaluate("path => window.backflow.locate(path)", path)
    page.mouse.click(spot["x"], spot["y"])


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.parametrize("component", assets.PARTS)
def test_the_scripts_parse(component: str, tmp_path: Path) -> None:
    module = tmp_path / "module.mjs"
    module.write_text(assets.script(component), "utf-8")
    subprocess.run(["node", "--check", str(module)], check=True, capture_output=True)


def test_every_file_is_part_of_a_component() -> None:
    files = {path.stem for path in (assets.HERE / "js").glob("*.js")}
    assert files == {name for parts in assets.PARTS.values() for name in parts}


def test_a_step_at_rest(page: Page) -> None:
    rows = Python(page).send(5, cursor=3, revision=7, selected="h1/W[1,0]")
    wait(page, "stage.step === '3'")
    assert attributes(page) == {
        "step": "3", "revision": "7", "playing": "false", "phase": "still", "selected": "h1/W[1,0]", "theme": "light",
        "lit": "", "example": "",
    }  # fmt: skip
    label = page.locator(".backflow-stage").get_attribute("aria-label")
    assert label and label.startswith(f"Network 2-3-1, step 3, loss {rows['loss'][3]:.3g}, largest gradient")
    expect(page.locator(".backflow-stage-title")).to_contain_text("Step 3")
    painted = page.evaluate(PAINTED)
    assert painted > 5000


def test_old_slices_are_ignored_until_a_new_session_counts_anew(page: Page) -> None:
    python = Python(page)
    python.send(sequence=5, session="a")
    wait(page, "stage.step === '0'")
    python.send(sequence=5, session="a", run="other")
    page.wait_for_timeout(100)
    assert attributes(page)["step"] == "0"
    python.send(sequence=1, session="b", run="third")
    wait(page, "stage.step === '2'")


def test_playing_draws_rows_in_order_and_asks_before_they_run_out(page: Page) -> None:
    python = Python(page)
    python.send(60, playing=True)
    page.wait_for_function("window.requests.length > 0")
    (need,) = python.asked("need")
    assert need["settled"] is False
    assert need["run"] == "r1"
    assert need["structure"] == python.structure["id"]
    assert 20 <= need["drawn"] <= 45
    python.send(60, playing=True)
    wait(page, "+stage.step > 90")
    steps = drawn(page)
    assert steps == sorted(set(steps))
    assert len(python.asked("need")) == 2


def test_a_waiting_stage_keeps_its_last_row(page: Page) -> None:
    python = Python(page)
    python.send(10, playing=True)
    wait(page, "stage.step === '9'")
    page.wait_for_timeout(400)
    assert attributes(page)["step"] == "9"
    assert attributes(page)["playing"] == "true"
    assert len(python.asked("need")) == 1  # one question at a time


def test_a_new_run_is_drawn_at_once(page: Page) -> None:
    python = Python(page)
    python.send(200, playing=True)
    wait(page, "+stage.step > 3")
    rows = python.send(10, playing=True, run="r2")
    wait(page, f"+stage.step >= {rows['step'][0]}")
    before = [step for step in drawn(page) if step < 200]
    assert max(before) < 120
    assert drawn(page)[len(before)] == rows["step"][0]


def test_pause_stays_on_the_drawn_row_and_says_which(page: Page) -> None:
    python = Python(page)
    python.send(300, playing=True)
    wait(page, "+stage.step > 20")
    python.send(1, cursor=299)
    wait(page, "stage.playing === 'false'")
    page.wait_for_timeout(150)
    step = int(attributes(page)["step"])
    settled = [need for need in python.asked("need") if need["settled"]]
    assert [need["drawn"] for need in settled] == [step]
    assert step < 200
    python.send(1, cursor=step)
    page.wait_for_timeout(150)
    assert int(attributes(page)["step"]) == step
    assert len([need for need in python.asked("need") if need["settled"]]) == 1


def test_at_rest_another_cursor_moves_there(page: Page) -> None:
    python = Python(page)
    rows = python.send(50, cursor=10)
    wait(page, "stage.step === '10'")
    python.send(rows=rows, cursor=4)
    wait(page, "stage.step === '4'")


def test_a_micro_step_goes_through_its_phases_once(page: Page) -> None:
    page.evaluate("() => { backflow.on('phase', ({ phase }) => phases.push(phase)); window.phases = []; }")
    python = Python(page)
    rows = python.send(1, micro=True)
    wait(page, "stage.phase === 'forward h1'")
    page.wait_for_function("window.requests.length > 0", timeout=10_000)
    expected = ["forward h1", "forward out", "loss", "backward out", "backward h1", "update", "still"]
    assert page.evaluate("window.phases") == expected
    assert [need["settled"] for need in python.asked("need")] == [True]
    python.send(rows=rows, micro=True)
    page.wait_for_timeout(200)
    assert attributes(page)["phase"] == "still"


def test_slow_play_is_micro_steps(page: Page) -> None:
    python = Python(page)
    python.send(4, playing=True, speed={"rows_per_second": 1, "stride": 1})
    wait(page, "stage.phase === 'loss' && stage.step === '0'")
    wait(page, "stage.phase === 'backward h1' && stage.step === '1'")


def test_phases_can_be_entered_and_held(page: Page) -> None:
    Python(page).send(1)
    page.get_by_role("button", name="backward out").click()
    wait(page, "stage.phase === 'backward out'")
    page.wait_for_timeout(1200)
    assert attributes(page)["phase"] == "backward out"
    page.get_by_role("button", name="Continue").click()
    wait(page, "stage.phase === 'update'")
    page.get_by_role("button", name="Hold").click()
    page.wait_for_timeout(900)
    assert attributes(page)["phase"] == "update"


def test_reduced_motion_cuts(browser: Browser) -> None:
    page = open_page(browser, reduced_motion="reduce")
    Python(page).send(1, micro=True)
    wait(page, "stage.phase === 'backward out'")
    picture = "document.querySelector('canvas').toDataURL()"
    first = page.evaluate(picture)
    page.wait_for_timeout(60)
    assert attributes(page)["phase"] != "backward out" or page.evaluate(picture) == first
    page.context.close()


def test_clicks_pick_edges_neurons_biases_and_nothing(page: Page) -> None:
    python = Python(page)
    python.send(1)
    wait(page, "stage.step === '0'")
    for path in ("h1/W[2,0]", "h1:1", "x:0", "out/b[0]"):
        click_on(page, path)
        assert attributes(page)["selected"] == path
    page.mouse.click(
        *page.locator("canvas").evaluate("c => { const b = c.getBoundingClientRect(); return [b.x + 8, b.y + 8] }")
    )
    picks = python.asked("pick")
    assert [pick["selected"] for pick in picks] == ["h1/W[2,0]", "h1:1", "x:0", "out/b[0]", ""]
    assert all(pick["drawn"] == 0 for pick in picks)
    assert len({pick["n"] for pick in picks}) == 5
    assert page.evaluate("window.backflow.last('select')") == {"selected": ""}


def test_a_pick_survives_slices_that_were_under_way(page: Page) -> None:
    python = Python(page)
    rows = python.send(1)
    wait(page, "stage.step === '0'")
    click_on(page, "h1:1")
    python.send(rows=rows, selected="")
    assert attributes(page)["selected"] == "h1:1"
    python.send(rows=rows, selected="h1:1")
    python.send(rows=rows, selected="h1:2")
    assert attributes(page)["selected"] == "h1:2"


def test_hover_shows_the_numbers_of_the_drawn_step(page: Page) -> None:
    python = Python(page, frozen=["h1/W[1,1]"])
    rows = python.send(1)
    wait(page, "stage.step === '0'")
    spot = page.evaluate("window.backflow.locate('h1/W[1,1]')")
    page.mouse.move(spot["x"], spot["y"] + 4)
    tooltip = page.locator(".backflow-stage-tooltip")
    expect(tooltip).to_contain_text("h1/W[1,1]")
    expect(tooltip).to_contain_text(f"{rows['parameter'][0][3]:+.4g}".replace("-", "−"))
    expect(tooltip).to_contain_text("step 0 · frozen")


def test_the_table_has_the_same_numbers_and_selects_by_keyboard(page: Page) -> None:
    python = Python(page)
    rows = python.send(1)
    page.get_by_role("button", name="table").click()
    expect(page.locator("caption").first).to_have_text("Units of 2-3-1, step 0")
    cells = page.locator("tr", has_text="h1/W[2,1]").locator("td").all_inner_texts()
    index = python.structure["edges"]["parameter"][python.structure["edges"]["id"].index("h1/W[2,1]")]
    numbers = [float(cell.replace("−", "-")) for cell in cells]
    expected = [rows[name][0][index] for name in ("parameter", "gradient", "update")]
    assert numbers == pytest.approx(expected, rel=5e-3)
    page.get_by_role("button", name="h1/W[2,1]").focus()
    page.keyboard.press("Enter")
    assert attributes(page)["selected"] == "h1/W[2,1]"


def test_refit_and_the_two_sided_legend(page: Page) -> None:
    python = Python(page)
    python.send(1, colour={"by": "sign", "low": -4, "high": -1, "title": "∂L/∂w"})
    expect(page.locator(".backflow-stage-legend-ends")).to_have_text("−10⁻¹±10⁻⁴+10⁻¹")
    page.get_by_role("button", name="refit").click()
    assert python.asked("refit")[0]["drawn"] == 0


def test_a_change_of_theme_repaints(page: Page) -> None:
    Python(page).send(1)
    before = page.evaluate("document.querySelector('canvas').toDataURL()")
    page.evaluate("() => { document.body.style.setProperty('--st-background-color', '#0e1117'); mount(); }")
    wait(page, "stage.theme === 'dark' && stage.step === '0'")
    assert page.locator(".backflow-stage").count() == 1
    assert page.evaluate("document.querySelector('canvas').toDataURL()") != before


@pytest.mark.parametrize("width", [390, 1600])
def test_the_canvas_follows_its_width(page: Page, width: int) -> None:
    Python(page).send(1)
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_function("document.querySelector('canvas').width === document.querySelector('canvas').clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_stage_mounted_again_shows_the_newest_slice(page: Page) -> None:
    python = Python(page)
    python.send(1)
    python.send(1, structure=None)
    wait(page, "stage.step === '1'")
    page.evaluate("window.unmount()")
    assert page.locator(".backflow-stage").count() == 0
    page.evaluate("window.mount()")
    wait(page, "stage.step === '1'")


def test_an_unknown_structure_is_asked_for(page: Page) -> None:
    python = Python(page)
    python.send(1, structure=None)
    assert [need["structure"] for need in python.asked("need")] == [""]


def test_a_fault_is_told_and_ends_the_questions_where_the_rows_end(page: Page) -> None:
    python = Python(page)
    python.send(3, playing=True, fault="Training stopped at step 2: the loss is not a number.")
    expect(page.locator(".backflow-stage-fault")).to_have_text("Training stopped at step 2: the loss is not a number.")
    page.wait_for_function("window.requests.length")
    page.wait_for_timeout(200)
    assert [(asked["drawn"], asked["settled"]) for asked in python.asked("need")] == [(2, True)]


@pytest.fixture(scope="module")
def app() -> Iterator[str]:
    """The toy app in Streamlit, on a free port."""
    with served(ROOT / "tests/browser/stage_harness/app.py") as address:
        yield address


@pytest.mark.slow
def test_inside_streamlit_it_plays_pauses_and_picks(browser: Browser, app: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto(app)
    page.wait_for_selector('.backflow-stage[data-step="0"]', timeout=30_000)
    page.get_by_role("button", name="Play", exact=True).click()
    wait(page, "+stage.step > 150")
    page.get_by_role("button", name="Pause", exact=True).click()
    wait(page, "stage.playing === 'false'")
    step = attributes(page)["step"]
    expect(page.get_by_text(f"cursor {step}")).to_be_visible()
    click_on(page, "h1:2")
    expect(page.get_by_text("selected h1:2")).to_be_visible()
    page.get_by_role("button", name="Slow step").click()
    wait(page, "stage.phase === 'loss'")
    page.close()


ALL = {"place": None, "row": None, "name": "4 examples", "says": "Discs and rings: all 4."}
ONE = {"place": 17, "row": 2, "name": "example 17", "says": "Discs and rings: example 17."}


def test_another_example_of_the_same_step_is_drawn_at_once_and_named(page: Page) -> None:
    python = Python(page)
    rows = python.send(run="a", playing=False, example=ALL)
    assert page.locator(".backflow-stage-whose").inner_text() == "Discs and rings: all 4."
    own = {**rows, "activation": rows["activation"] + 1.0}
    python.send(rows=own, run="a", playing=False, example=ONE)
    wait(page, "stage.example === '17'")
    assert page.evaluate("[...backflow.last('drawn').activation]") == pytest.approx(own["activation"][0])
    assert page.locator(".backflow-stage-whose").inner_text() == "Discs and rings: example 17."
    python.send(rows=rows, run="a", playing=False, example={**ALL, "place": 17})
    wait(page, "stage.example === ''")
    assert page.evaluate("[...backflow.last('drawn').activation]") == pytest.approx(rows["activation"][0])


def test_the_answer_to_the_last_pick_is_believed_whatever_it_says(page: Page) -> None:
    python = Python(page)
    rows = python.send(run="a", playing=False, selected="")
    click_on(page, "h1:0")
    (asked,) = python.asked("pick")
    python.send(rows=rows, run="a", playing=False, selected="x:1", answered=asked["n"] - 1)
    wait(page, "stage.selected === 'h1:0'")
    python.send(rows=rows, run="a", playing=False, selected="x:1", answered=asked["n"])
    wait(page, "stage.selected === 'x:1'")


def test_rows_that_wait_give_way_to_those_of_another_example(page: Page) -> None:
    """They are sent again from the row on screen on, and the way goes on as it was."""
    python = Python(page)
    rows = python.send(90, run="a", playing=True, example=ALL, speed={"rows_per_second": 10, "stride": 1})
    wait(page, "Number(stage.step) >= 2")
    own = {**rows, "activation": rows["activation"] + 1.0}
    python.send(rows=own, run="a", playing=True, example=ONE, speed={"rows_per_second": 10, "stride": 1})
    wait(page, "stage.example === '17'")
    at = page.evaluate("backflow.last('drawn').step")
    wait(page, f"Number(stage.step) >= {at + 5}")
    seen = page.evaluate("({ step: backflow.last('drawn').step, a: [...backflow.last('drawn').activation] })")
    assert seen["a"] == pytest.approx(own["activation"][seen["step"]])
    steps = list(dict.fromkeys(drawn(page)))
    assert steps == sorted(steps)
