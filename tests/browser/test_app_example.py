"""Chooses one example: by a click on its point and from the keyboard, and reads its numbers off the stage."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import button, choose, drawn, keyed, open_recipe, opened, pause, persist, settle, wait_for
from tests.browser.card_page import CARD, rest_at_first, whole_batch

pytestmark = pytest.mark.browser

CHART = "document.querySelector('.st-key-surface_plot .js-plotly-plot')"
RING = f"Array.from({CHART}.data.at(-1).x)"
# The place on the screen of the training example whose point is farthest from all others, and its number.
LONELY = """() => {
  const chart = document.querySelector(".st-key-surface_plot .js-plotly-plot"), { xaxis, yaxis } = chart._fullLayout;
  const train = chart.data.find((trace) => trace.customdata), box = chart.getBoundingClientRect();
  const spots = Array.from(train.x, (x, i) => [x, train.y[i]]);
  const drawn = chart.data.filter((trace) => trace.mode === "markers");
  const others = drawn.flatMap(({ x, y }) => Array.from(x, (at, i) => [at, y[i]]));
  const away = ([x, y]) => others.map(([a, b]) => Math.hypot(x - a, y - b)).filter((distance) => distance > 0);
  const room = spots.map((spot) => Math.min(...away(spot)));
  const place = room.indexOf(Math.max(...room)), [x, y] = spots[place];
  return { place, point: [x, y], x: box.x + xaxis._offset + xaxis.d2p(x), y: box.y + yaxis._offset + yaxis.d2p(y) };
}"""


def rest_on(page: Page, label: str, title: str) -> None:
    """The recipe at its first step, its chart filled, no example chosen."""
    rest_at_first(page, label, title)
    whole_batch(page)
    page.wait_for_function(f"{CHART}?.on && {CHART}.data.some((trace) => trace.customdata)")


def lonely(page: Page) -> dict:
    keyed(page, "surface_plot").scroll_into_view_if_needed()
    return page.evaluate(LONELY)


def whose(page: Page):
    return page.locator(".backflow-stage-whose")


def inputs_on_stage(page: Page) -> list[float]:
    return page.evaluate("[...backflow.last('drawn').activation].slice(0, 2)")


@pytest.fixture
def moons_at_rest(shared_page: Page) -> Page:
    rest_on(shared_page, "Moons", "2-6-1")
    return shared_page


def test_a_click_on_a_point_marks_it_and_the_way_leads_to_its_numbers(moons_at_rest: Page) -> None:
    page = moons_at_rest
    page.evaluate(f"window.chart = {CHART}")
    spot = lonely(page)
    page.mouse.click(spot["x"], spot["y"])
    page.wait_for_function(f"{RING}.length === 1")
    assert page.evaluate(RING) == [spot["point"][0]]
    expect(whose(page)).to_contain_text(f"xample {spot['place']}")
    page.keyboard.press("e")
    card = keyed(page, CARD)
    expect(card).to_contain_text(f"Example {spot['place']} is not in the batch of step 0")
    button(page, "next_with_example").click()
    wait_for(page, f"stage.example === '{spot['place']}'")
    assert inputs_on_stage(page) == spot["point"]
    expect(whose(page)).to_contain_text(f"Discs, rings and δ bars: example {spot['place']}, target")
    expect(card).to_contain_text(f"The share of example {spot['place']}")
    assert page.evaluate(f"chart === {CHART} && chart.isConnected"), "the chart was mounted again"
    button(page, "all_examples").click()
    wait_for(page, "stage.example === ''")
    page.wait_for_function(f"{RING}.length === 0")
    assert inputs_on_stage(page) != spot["point"]


def test_the_keyboard_chooses_an_example_of_the_batch_and_the_stage_shows_it_at_the_same_step(
    moons_at_rest: Page,
) -> None:
    page = moons_at_rest
    page.keyboard.press("e")
    expect(keyed(page, CARD).locator(".katex-display").first).to_be_in_viewport()
    settle(page)
    persist(page, lambda patience: opened(page, "example", patience))
    place = page.get_by_role("option").nth(3).text_content().split(":")[0]
    page.keyboard.press("Escape")
    page.keyboard.type(place)
    expect(page.get_by_role("option").first).to_have_text(f"Add: {place}")
    page.keyboard.press("Enter")
    wait_for(page, f"stage.example === '{place}'")
    x = page.evaluate(f"(({{ x, y }}) => [x[{place}], y[{place}]])({CHART}.data.find((trace) => trace.customdata))")
    assert inputs_on_stage(page) == x
    expect(keyed(page, CARD)).to_contain_text(f"Example {place} is row")
    page.get_by_role("button", name="table", exact=True).click()
    expect(page.locator(".backflow-stage-table caption").first).to_have_text(f"Units of 2-6-1, step 0, example {place}")
    expect(page.locator(".backflow-stage-table caption").last).not_to_contain_text("example")
    page.evaluate("backflow.emit('select', { selected: 'h1:1' })")
    page.wait_for_function(f"found('.backflow-readout .whose').textContent === 'a and δ of example {place}'")
    delta = page.evaluate("Number(found('.backflow-readout [data-name=delta]').dataset.value)")
    assert delta == page.evaluate("backflow.last('drawn').delta[3]")


def test_an_example_of_a_full_batch_is_shown_while_it_plays(shared_page: Page) -> None:
    page = shared_page
    rest_on(page, "XOR", "2-4-1")
    page.keyboard.press("e")
    choose(page, "example", "2: x (1, 0), target 1")
    wait_for(page, "stage.example === '2'")
    button(page, "play").click()
    wait_for(page, "stage.playing === 'true' && Number(stage.step) > 20")
    assert page.locator(".backflow-stage").get_attribute("data-example") == "2"
    assert inputs_on_stage(page) == [1, 0]


def test_mini_batches_play_as_a_whole_and_say_so(moons_at_rest: Page) -> None:
    page = moons_at_rest
    spot = lonely(page)
    page.mouse.click(spot["x"], spot["y"])
    page.wait_for_function(f"{RING}.length === 1")
    button(page, "play").click()
    wait_for(page, "stage.playing === 'true' && Number(stage.step) > 5")
    expect(whose(page)).to_contain_text(f"Pause to see example {spot['place']}.")
    assert page.locator(".backflow-stage").get_attribute("data-example") == ""


def test_one_input_has_points_to_click_too(shared_page: Page) -> None:
    page = shared_page
    rest_on(page, "Sine", "1-8-1")
    spot = lonely(page)
    page.mouse.click(spot["x"], spot["y"])
    page.wait_for_function(f"{RING}.length === 1")
    expect(whose(page)).to_contain_text(f"xample {spot['place']}")


def test_explain_is_one_click_that_pauses_and_brings_the_card_onto_the_screen(page: Page) -> None:
    wait_for(page, "stage.playing === 'true'")
    page.wait_for_function(f"{CHART}?.data")
    button(page, "explain").click()
    wait_for(page, "stage.playing === 'false'")
    card = keyed(page, CARD)
    expect(card.locator(".katex-display").first).to_be_in_viewport()
    expect(card.get_by_text("Every number explained")).to_be_in_viewport()
    assert page.evaluate(f"document.activeElement.matches('.st-key-{CARD}')")


def test_letters_typed_into_a_field_explain_nothing(page: Page) -> None:
    keyed(page, "hidden_layers").locator("input").focus()
    page.keyboard.press("e")
    step = drawn(page, "step")
    wait_for(page, f"stage.playing === 'true' && Number(stage.step) > {step + 30}")


def test_a_click_on_a_tied_edge_selects_the_weight_that_it_shares(page: Page) -> None:
    open_recipe(page, "Denoising", "64-16-64")
    pause(page)
    page.get_by_role("button", name="table", exact=True).click()
    tied = page.locator('.backflow-stage-table button[data-id^="out/W"]').first
    # The table may be written anew between a look at a line and a click on it.
    clicked = tied.evaluate("line => { line.click(); return line.dataset.id; }")
    unit, source = clicked.removeprefix("out/W[").removesuffix("]").split(",")
    wait_for(page, f"stage.selected === 'h1/W[{source},{unit}]'")
