"""Picks every optimizer, schedule and regulariser while the spiral trains: nothing resets, nothing breaks."""

import re

import pytest
from playwright.sync_api import Page, expect

from core import RECIPES, BackflowError, Spec, compile_program
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
# Every row drawn is compared with the last row drawn of the same step: another run may not change its weights.
WATCH = """() => {
    const rows = new Map();
    const weightsOf = (row) => row.structure.edges.parameter.map((place) => Math.fround(row.parameter[place]));
    window.changed = { weights: 0, runs: 0, lowest: Infinity, compared: 0 };
    let run = backflow.last("drawn").run;
    window.unwatch?.();
    window.unwatch = backflow.on("drawn", (row) => {
        const changedHere = row.step === backflow.last("slice").header.cursor; // later rows follow the change
        const before = changedHere ? rows.get(row.step) : undefined;
        changed.lowest = Math.min(changed.lowest, row.step);
        if (row.run !== run) {
            run = row.run;
            changed.runs += 1;
            changed.first = row.step;
            changed.apart = before && weightsOf(row).map((weight, i) => weight - before[i]).filter((one) => one);
            changed.compared += before !== undefined;
            changed.weights += before !== undefined && weightsOf(row).some((weight, i) => weight !== before[i]);
        }
        rows.set(row.step, weightsOf(row));
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
    return shared_page


def refusal(spec: Spec) -> str:
    """What the core says of this spec, "" when it takes it."""
    try:
        compile_program(spec)
    except BackflowError as error:
        return str(error)
    return ""


def changed_while_it_trains(page: Page, change) -> None:
    """After the change it trains on from where it was, with the weights that it had."""
    page.evaluate(WATCH)
    at, revision = step(page), int(stage(page)["revision"])
    wait_for(page, f"Number(stage.step) > {at + 5}")
    settle(page)
    change()
    wait_for(page, f"Number(stage.revision) > {revision}")
    after = step(page)
    wait_for(page, f"stage.playing === 'true' && Number(stage.step) > {after + 5}")
    seen = page.evaluate("window.changed")
    assert seen["runs"] >= 1 and seen["weights"] == 0, seen
    assert seen["lowest"] > at - AHEAD, f"from step {at} it fell to {seen['lowest']}"
    in_order(page)


def in_order(page: Page) -> None:
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)


def refused(page: Page, key: str, label: str, sentence: str) -> None:
    """The sentence is on the page, the box shows what it showed, and it trains on."""
    before, revision = keyed(page, key).locator("input").input_value(), stage(page)["revision"]
    choose(page, key, label)
    expect(page.locator('[data-testid="stAlert"]')).to_contain_text(sentence)
    expect(keyed(page, key).locator("input")).to_have_value(before)
    at = step(page)
    wait_for(page, f"stage.playing === 'true' && Number(stage.step) > {at + 5}")
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
    settle(page)


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
    changed_while_it_trains(spiral, lambda: fill(spiral, key, str(amount)))
    expect(keyed(spiral, "regularisation").get_by_text(f"{REGULARISERS[name].label} {amount:g}")).to_be_visible()
    changed_while_it_trains(spiral, lambda: fill(spiral, key, "0"))


@pytest.mark.parametrize("name", [name for name, rule in OPTIMIZERS.items() if rule.full_batch])
def test_what_needs_all_examples_runs_once_it_has_them(spiral: Page, name: str) -> None:
    full = adjust.with_batch(SPIRAL, None)
    examples = len(compile_program(full).examples.x)
    if keyed(spiral, "batch_size").locator("input").input_value() != str(examples):
        changed_while_it_trains(spiral, lambda: fill(spiral, "batch_size", str(examples)))
    rule = OPTIMIZERS[name]
    if said := refusal(adjust.with_optimizer(full, name)):
        refused(spiral, "optimizer", rule.label, said)
    else:
        changed_while_it_trains(spiral, lambda: choose(spiral, "optimizer", rule.label))
        remembers(spiral, rule.fields)


def test_masks_links_and_normalised_units_are_drawn_named_and_told(spiral: Page) -> None:
    open_recipe(spiral, "Circles", "2-6-4-1")
    open_recipe(spiral, "Spiral", "2-8-8-8-1")
    keyed(spiral, "skips").locator("input").click()
    spiral.get_by_text("h1→h3", exact=True).first.click()
    spiral.wait_for_function("backflow.last('drawn').structure.skips.length === 1")
    for name in ("dropout", "dropconnect", "batch_norm"):
        revision = int(stage(spiral)["revision"])
        fill(spiral, f"regulariser_{name}", "0.3")
        wait_for(spiral, f"Number(stage.revision) > {revision}")
    choose(spiral, "selected", "h2:3")
    button(spiral, "play").click()
    at_rest(spiral)
    told = spiral.evaluate("Object.keys(numbersNow())")
    assert {"alive", "mean", "variance", "n", "gamma", "by_value", "by_mean", "by_variance"} <= set(told)
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
