"""Changes everything from the page: recipes, layers, data, colours; bad values get a sentence, and it goes on."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.app_page import choose, fill, keyed, open_recipe, settle, stage, step, wait_for

pytestmark = pytest.mark.browser
RECIPES = {
    "XOR": "2-4-1",
    "2-2-2": "2-2-2",
    "Sum of two": "1-2-1",
    "Spiral": "2-8-8-8-1",
    "Blobs": "2-4-3",
    "Sine": "1-8-1",
}


def sentence(page: Page) -> Locator:
    return page.locator('[data-testid="stAlert"]')


def has_title(page: Page, title: str) -> None:
    page.wait_for_function("title => backflow.last('drawn').structure.title === title", arg=title)


@pytest.mark.parametrize(("label", "title"), RECIPES.items())
def test_the_recipe_that_was_clicked_is_the_marked_one_and_trains(moons: Page, label: str, title: str) -> None:
    open_recipe(moons, label, title)
    marked = keyed(moons, "recipe").locator('[aria-checked="true"]')
    expect(marked).to_have_text(label)
    wait_for(moons, "stage.playing === 'true' && Number(stage.step) > 5")
    settle(moons)
    expect(marked).to_have_text(label)


def test_other_hidden_layers_are_drawn_and_said(moons: Page) -> None:
    open_recipe(moons, "Moons", "2-6-1")
    fill(moons, "hidden_layers", "6, 3")
    has_title(moons, "2-6-3-1")
    wait_for(moons, "stage.playing === 'true' && Number(stage.step) > 5")
    expect(moons.get_by_text("h1/W, h1/b and out/b kept their weights.")).to_be_visible()


def test_another_data_set_goes_on(moons: Page) -> None:
    open_recipe(moons, "Moons", "2-6-1")
    choose(moons, "dataset", "circles")
    expect(keyed(moons, "dataset").locator("input")).to_have_value("circles")
    before = step(moons)
    wait_for(moons, f"Number(stage.step) > {before + 20}")


def test_every_colour_has_its_legend(moons: Page) -> None:
    legends = set()
    for label in ("gradient with sign", "weight", "update", "activation × weight", "size of the gradient"):
        before = moons.locator(".backflow-stage-legend").inner_text()
        choose(moons, "colour_by", label)
        expect(moons.locator(".backflow-stage-legend")).not_to_have_text(before, use_inner_text=True)
        legends.add(moons.locator(".backflow-stage-legend").inner_text())
        assert moons.evaluate("isPainted()")
    assert len(legends) == 5


@pytest.mark.parametrize(
    ("key", "text", "parts"),
    [
        ("hidden_layers", "-3", ["hidden layer is -3", "1 to 1,024"]),
        ("hidden_layers", "1e9", ["hidden layers is '1e9'", "such as 8, 8"]),
        ("learning_rate", "1000000", ["learning_rate is 1e+06", "0 to 100"]),
        ("learning_rate", "-1", ["learning_rate is -1", "0 to 100"]),
        ("batch_size", "0", ["batch_size is 0", "1 to 20,000"]),
        ("batch_size", "1000000000", ["batch_size is 1000000000", "1 to 20,000"]),
        ("seed", "-1", ["seed is -1", "0 to 4,294,967,295"]),
        ("weight_value", "1e300", ["h1/W[0,0] is 1e+300", "-1e+06 to 1e+06"]),
    ],
)
def test_a_bad_value_gets_a_sentence_and_the_old_value_returns(moons: Page, key: str, text: str, parts) -> None:
    old = keyed(moons, key).locator("input").input_value()
    revision = stage(moons)["revision"]
    fill(moons, key, text)
    for part in parts:
        expect(sentence(moons)).to_contain_text(part)
    expect(keyed(moons, key).locator("input")).to_have_value(old)
    assert stage(moons)["revision"] == revision
    before = step(moons)
    wait_for(moons, f"stage.playing === 'true' && Number(stage.step) > {before + 5}")


@pytest.mark.parametrize("key", ["learning_rate", "batch_size", "seed"])
def test_an_emptied_field_shows_its_old_value_again(moons: Page, key: str) -> None:
    old = keyed(moons, key).locator("input").input_value()
    revision = stage(moons)["revision"]
    fill(moons, key, "")
    expect(keyed(moons, key).locator("input")).to_have_value(old)
    assert stage(moons)["revision"] == revision


def test_a_good_value_after_a_bad_one_works(moons: Page) -> None:
    fill(moons, "hidden_layers", "abc")
    expect(sentence(moons)).to_be_visible()
    fill(moons, "hidden_layers", "4")
    has_title(moons, "2-4-1")
    expect(sentence(moons)).to_have_count(0)


def test_overflow_ends_with_a_sentence_and_there_is_a_way_on(moons: Page) -> None:
    open_recipe(moons, "Sine", "1-8-1")
    fill(moons, "learning_rate", "100")
    expect(sentence(moons)).to_contain_text("is no longer finite", timeout=30_000)
    wait_for(moons, "stage.playing === 'false'")
    said = sentence(moons).inner_text()
    at = step(moons)
    assert f"step {at}:" in said
    assert moons.evaluate("isPainted()")
    expect(keyed(moons, "play")).to_contain_text("Play")
    keyed(moons, "back").get_by_role("button").first.click()
    wait_for(moons, f"Number(stage.step) === {at - 1}")
    keyed(moons, "reset").get_by_role("button").first.click()
    wait_for(moons, "Number(stage.step) === 0")
    fill(moons, "learning_rate", "0.1")
    expect(keyed(moons, "learning_rate").locator("input")).to_have_value("0.1")
    expect(sentence(moons)).to_have_count(0)
    keyed(moons, "play").get_by_role("button").first.click()
    wait_for(moons, f"stage.playing === 'true' && Number(stage.step) > {at + 20}")


@pytest.mark.parametrize(("key", "good"), [("batch_size", "7"), ("learning_rate", "0.05")])
def test_a_refused_number_gives_way_to_the_old_one_and_the_hand_types_on(moons: Page, key: str, good: str) -> None:
    open_recipe(moons, "Moons", "2-6-1")
    field = keyed(moons, key).locator("input")
    before = field.input_value()
    fill(moons, key, "-1")
    expect(sentence(moons)).to_be_visible()
    expect(field).to_have_value(before)
    expect(field).to_be_focused()
    fill(moons, key, good)
    expect(sentence(moons)).to_have_count(0)
    expect(field).to_have_value(good)
