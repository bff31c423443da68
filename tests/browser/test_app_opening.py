"""Opens the whole app in a browser: it trains at once, smoothly, and its text and its picture agree."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import keyed, open_recipe, pause, readout, stage, step, wait_for, watched

pytestmark = pytest.mark.browser


def test_it_trains_before_anything_is_filled_in(shared_page: Page) -> None:
    before = step(shared_page)
    wait_for(shared_page, f"Number(stage.step) > {before + 10} && stage.playing === 'true'")
    expect(shared_page.locator(".backflow-stage-title")).to_contain_text("loss")


def test_rows_are_drawn_as_fast_as_the_browser_draws_frames(shared_page: Page) -> None:
    """On a busy machine frames are rare; what must hold is that the rows keep up with them."""
    for label, title in (("XOR", "2-4-1"), ("Spiral", "2-8-8-8-1")):
        open_recipe(shared_page, label, title)
        wait_for(shared_page, "Number(stage.step) > 20")
        seen = watched(shared_page, 4)
        print(label, seen)
        assert seen["steps_per_second"] >= 0.75 * min(seen["frames_per_second"], 60)
        assert seen["empty"] == 0, "the canvas was empty while playing"
        assert seen["agreed"] == seen["frames"], "the readout and the stage named different steps"


@pytest.mark.slow
@pytest.mark.parametrize(("label", "title", "wanted"), [("XOR", "2-4-1", 45), ("Spiral", "2-8-8-8-1", 20)])
def test_free_running_is_as_fast_as_promised(page: Page, label: str, title: str, wanted: int) -> None:
    """Best of three, since others may use the machine too."""
    open_recipe(page, label, title)
    wait_for(page, "Number(stage.step) > 20")
    rates = []
    for _ in range(3):
        rates.append(watched(page, 5)["steps_per_second"])
        if rates[-1] >= wanted:
            return
    raise AssertionError(f"{rates} different steps per second, wanted {wanted}")


def test_the_numbers_of_the_readout_are_those_of_the_row_it_names(shared_page: Page) -> None:
    assert shared_page.evaluate("disagreements(60)") == 0


def test_a_hidden_page_asks_for_nothing_and_goes_on_when_it_is_seen(page: Page) -> None:
    page.evaluate("countQuestions()")
    page.wait_for_function("window.questions > 0")
    page.evaluate("hidePage(true)")
    page.evaluate("asideFor(1)")
    before = page.evaluate("window.questions")
    page.evaluate("asideFor(4)")
    assert page.evaluate("window.questions") == before, "the server trains for a page that nobody sees"
    page.evaluate("hidePage(false)")
    before = step(page)
    wait_for(page, f"Number(stage.step) > {before + 30}")


def test_who_pauses_at_once_gets_the_charts_too(page: Page) -> None:
    pause(page)
    expect(keyed(page, "loss_plot").locator(".js-plotly-plot")).to_be_visible()
    expect(keyed(page, "surface_plot").locator(".js-plotly-plot")).to_be_visible()


def test_a_page_can_be_loaded_again(page: Page) -> None:
    page.reload()
    wait_for(page, "stage.playing === 'true' && Number(stage.step) > 2")
    assert readout(page)["selected"] == stage(page)["selected"] == "h1/W[0,0]"
    expect(keyed(page, "loss_plot")).to_be_visible()
