"""Picks every optimizer, schedule and regulariser while the spiral trains: nothing resets, nothing breaks."""

import re

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from core import RECIPES, BackflowError, Spec, compile_program
from core.losses import LOSSES
from core.ops import ACTIVATIONS
from core.optimizers import OPTIMIZERS
from core.regularisers import REGULARISERS
from core.schedules import SCHEDULES
from core.spec import adjust
from tests.browser.app_page import (
    at_rest,
    button,
    choose,
    fill,
    keyed,
    open_recipe,
    settle,
    stage,
    step,
    wait_for,
)

pytestmark = pytest.mark.browser
SPIRAL = RECIPES["spiral"]
RATE = 0.01
# A change goes back to the last step that the stage has told: it tells about once a second, at 60 steps a second.
AHEAD = 120
# The first row drawn of every run is compared with the last one drawn of the same step: its weights may not differ.
WATCH = """() => {
    const rows = new Map();
    const weightsOf = (row) => row.structure.edges.parameter.map((place) => Math.fround(row.parameter[place]));
    let run = backflow.last("drawn").run;
    window.watchAnew = () => { window.changed = { runs: 0, compared: 0, apart: [], lowest: Infinity }; };
    watchAnew();
    backflow.on("drawn", (row) => {
        const weights = weightsOf(row), before = rows.get(row.step);
        changed.lowest = Math.min(changed.lowest, row.step);
        if (row.run !== run) {
            run = row.run;
            changed.runs += 1;
            changed.compared += before !== undefined;
            if (before && weights.some((weight, i) => weight !== before[i])) changed.apart.push([row.step, run]);
        }
        rows.set(row.step, weights);
        rows.delete(row.step - 1000);
    });
}"""


@pytest.fixture(scope="module")
def spiral(shared_page: Page) -> Page:
    """The spiral with its expanders open, at a rate that suits every optimizer."""
    open_recipe(shared_page, "Spiral", "2-8-8-8-1")
    for name in ("More", "Regularisation"):
        shared_page.get_by_text(name, exact=True).first.click()
    revision = int(stage(shared_page)["revision"])
    fill(shared_page, "learning_rate", str(RATE))
    wait_for(shared_page, f"Number(stage.revision) > {revision}")
    wait_for(shared_page, "stage.playing === 'true' && Number(stage.step) > 150")
    shared_page.evaluate(WATCH)
    told(shared_page)
    return shared_page


def told(page: Page) -> None:
    """The stage has told Python of a step that was watched: its question was answered with later rows."""
    page.evaluate("window.heard = backflow.last('slice').header.sequence")
    for _ in range(2):
        page.wait_for_function("backflow.last('slice').header.sequence > window.heard")
        page.evaluate("window.heard = backflow.last('slice').header.sequence")


def refusal(spec: Spec) -> str:
    """What the core says of this spec, "" when it takes it."""
    try:
        compile_program(spec)
    except BackflowError as error:
        return str(error)
    return ""


def changed_while_it_trains(page: Page, change) -> None:
    """After the change it trains on from where it was, with the weights that it had, and nothing is refused."""
    at, revision = step(page), int(stage(page)["revision"])
    page.evaluate("watchAnew()")
    change()
    wait_for(page, f"Number(stage.revision) > {revision}")
    after = step(page)
    wait_for(page, f"stage.playing === 'true' && Number(stage.step) > {after + 2}")
    settle(page)
    seen = page.evaluate("window.changed")
    assert seen["runs"] >= 1 and seen["compared"] == seen["runs"] and seen["apart"] == [], seen
    assert seen["lowest"] > at - AHEAD, f"from step {at} it fell to {seen['lowest']}"
    in_order(page)


def in_order(page: Page) -> None:
    """Nothing broke, and nothing is refused."""
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)
    expect(page.locator('[data-testid="stAlert"]')).to_have_count(0)


def refused(page: Page, key: str, label: str, sentence: str) -> None:
    """The sentence is on the page, the box shows what it showed, and it trains on."""
    before, revision = keyed(page, key).locator("input").input_value(), stage(page)["revision"]
    choose(page, key, label)
    expect(page.locator('[data-testid="stAlert"]')).to_contain_text(sentence)
    expect(keyed(page, key).locator("input")).to_have_value(before)
    at = step(page)
    wait_for(page, f"stage.playing === 'true' && Number(stage.step) > {at + 2}")
    assert stage(page)["revision"] == revision


def remembers(page: Page, fields: tuple[str, ...]) -> None:
    """At rest the inspector names what is remembered of the selected weight; then it plays on."""
    button(page, "play").click()
    at_rest(page)
    cells = keyed(page, "inspector_card").locator('[data-testid="stDataFrame"] td')
    for field in fields:
        expect(cells.filter(has_text=re.compile(f"^{field}$"))).to_have_count(1)
    button(page, "play").click()
    wait_for(page, "stage.playing === 'true'")


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_goes_on_and_shows_what_it_remembers(spiral: Page, name: str) -> None:
    rule = OPTIMIZERS[name]
    spec = adjust.with_optimizer(SPIRAL.with_learning_rate(RATE), name)
    if said := refusal(spec):
        refused(spiral, "optimizer", rule.label, said)
        return
    if keyed(spiral, "optimizer").locator("input").input_value() != rule.label:
        changed_while_it_trains(spiral, lambda: choose(spiral, "optimizer", rule.label))
    remembers(spiral, rule.fields_of(spec.optimizer.settings))


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_goes_on(spiral: Page, name: str) -> None:
    if keyed(spiral, "schedule").locator("input").input_value() != SCHEDULES[name].label:
        changed_while_it_trains(spiral, lambda: choose(spiral, "schedule", SCHEDULES[name].label))
    expect(spiral.locator(".st-key-more").get_by_text(SCHEDULES[name].about)).to_be_visible()


@pytest.mark.parametrize("name", REGULARISERS)
def test_every_regulariser_goes_on_and_off_again(spiral: Page, name: str) -> None:
    key, amount = f"regulariser_{name}", min(0.1, REGULARISERS[name].amount.high)
    if needed := REGULARISERS[name].activations:
        changed_while_it_trains(spiral, lambda: choose(spiral, "activation", ACTIVATIONS[needed[0]].label))
    changed_while_it_trains(spiral, lambda: fill(spiral, key, str(amount)))
    expect(keyed(spiral, "regularisation").get_by_text(f"{REGULARISERS[name].label} {amount:g}")).to_be_visible()
    changed_while_it_trains(spiral, lambda: fill(spiral, key, "0"))


@pytest.mark.parametrize("name", [name for name, rule in OPTIMIZERS.items() if rule.full_batch])
def test_what_needs_all_examples_runs_once_it_has_them(spiral: Page, name: str) -> None:
    rule = OPTIMIZERS[name]
    examples = str(len(compile_program(adjust.with_batch(SPIRAL, None)).examples.x))
    if keyed(spiral, "batch_size").locator("input").input_value() != examples:
        changed_while_it_trains(spiral, lambda: fill(spiral, "batch_size", examples))
    if rule.least_squares:
        changed_while_it_trains(spiral, lambda: choose(spiral, "loss", LOSSES["mean_squared_error"].label))
    changed_while_it_trains(spiral, lambda: choose(spiral, "optimizer", rule.label))
    remembers(spiral, rule.fields)


def link(page: Page, name: str) -> None:
    """Choose a skip link; a list that opened while the page was still drawing the other recipe closes again."""
    option = page.get_by_role("option", name=name, exact=True)
    for _ in range(5):
        keyed(page, "skips").locator("input").click()
        try:
            option.wait_for(timeout=3_000)
        except TimeoutError:
            page.keyboard.press("Escape")
        else:
            break
    option.click()


def test_masks_links_and_normalised_units_are_drawn_named_and_told(spiral: Page) -> None:
    open_recipe(spiral, "Circles", "2-6-4-1")
    open_recipe(spiral, "Spiral", "2-8-8-8-1")
    link(spiral, "h1→h3")
    spiral.wait_for_function("backflow.last('drawn').structure.skips.length === 1")
    for name in ("dropout", "dropconnect", "batch_norm"):
        changed_while_it_trains(spiral, lambda name=name: fill(spiral, f"regulariser_{name}", "0.3"))
    choose(spiral, "selected", "h2:3")
    button(spiral, "play").click()
    at_rest(spiral)
    names = spiral.evaluate("Object.keys(numbersNow())")
    assert {"alive", "mean", "variance", "n", "gamma", "by_value", "by_mean", "by_variance"} <= set(names)
    masked = spiral.evaluate(
        """() => {
            const { kept, gradient } = backflow.last("drawn");
            return [...kept].map((one, k) => (one ? null : gradient[k])).filter((one) => one !== null);
        }"""
    )
    assert masked and set(masked) == {0}
    spot = spiral.evaluate("backflow.locate('h1→h3')")
    spiral.mouse.move(spot["x"], spot["y"])
    expect(spiral.locator(".backflow-stage-tooltip")).to_contain_text("adds the output of h1 to that of h3")
    in_order(spiral)
