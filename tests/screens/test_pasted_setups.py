"""Pastes setups that strangers may send: whatever it is, the answer is a run or a sentence."""

import json
from dataclasses import replace

import pytest

from core import RECIPES
from tests.screens.app import now, open_app, ran, sentences, session_of, view_of

XOR = json.loads(RECIPES["xor"].to_json())
DEEP = "[" * 3000 + "]" * 3000


def xor(**changes: object) -> str:
    return json.dumps({**XOR, **changes})


def layers(*units: object) -> list[dict]:
    return [{"units": one, "activation": "sigmoid"} for one in units]


# What is pasted, and what the sentence must name.
REFUSED = {
    "not JSON": ("hello", ["not valid JSON"]),
    "half JSON": ('{"seed": 1', ["not valid JSON"]),
    "a list": ("[1, 2]", ["expected a JSON object"]),
    "a number": ("7", ["expected a JSON object"]),
    "null": ("null", ["expected a JSON object"]),
    "NaN": ('{"seed": NaN}', ["NaN", "finite numbers"]),
    "Infinity": ('{"optimizer": {"learning_rate": Infinity}}', ["Infinity", "finite numbers"]),
    "minus Infinity": ('{"initial": [["h1/W", [[-Infinity]]]]}', ["-Infinity", "finite numbers"]),
    "a float too large to be finite": ('{"optimizer": {"learning_rate": 1e999}}', ["learning_rate is inf"]),
    "an unknown field": (xor(magic=1), ["no field 'magic'"]),
    "a misspelt field": (xor(sed=1), ["no field 'sed'", "seed"]),
    "negative layers": (xor(layers=layers(-4, 1)), ["units is -4", "from 1 to 1,024"]),
    "a million units": (xor(layers=layers(10**6, 1)), ["units is 1000000", "from 1 to 1,024"]),
    "no layers": (xor(layers=[]), ["number of layers is 0", "from 1 to 10"]),
    "too many layers": (xor(layers=layers(*[1] * 11)), ["number of layers is 11", "from 1 to 10"]),
    "layers that are text": (xor(layers="8, 8"), ["layers is '8, 8'", "expected a list"]),
    "a batch larger than the data": (xor(batch_size=5), ["batch_size is 5", "1 to 4 training examples"]),
    "a batch of 0": (xor(batch_size=0), ["batch_size is 0", "from 1 to 20,000"]),
    "a batch of half": (xor(batch_size=0.5), ["batch_size is 0.5", "whole number"]),
    "a rate of a million": (xor(optimizer={"learning_rate": 1e6}), ["learning_rate is 1e+06", "from 0 to 100"]),
    "a rate that is text": (xor(optimizer={"learning_rate": "fast"}), ["learning_rate is 'fast'", "from 0 to 100"]),
    "an unknown optimizer": (xor(optimizer={"name": "magic"}), ["optimizer.name is 'magic'", "expected one of"]),
    "weights of 1e300": (xor(initial=[["h1/W", [[1e300, 0.0]] * 4]]), ["h1/W", "1e+300", "from -1e+06 to 1e+06"]),
    "weights of another shape": (xor(initial=[["h1/W", [[1.0]]]]), ["h1/W"]),
    "weights of no layer": (xor(initial=[["h9/W", [[1.0]]]]), ["h9/W"]),
    "weights of uneven rows": (xor(initial=[["h1/W", [[1.0, 2.0], [1.0]]]]), ["h1/W", "different lengths"]),
    "frozen parts of no layer": (xor(frozen=["h9"]), ["frozen", "h9"]),
    "frozen parts that are code": (xor(frozen=["__import__('os')"]), ["frozen"]),
    "a seed of half": (xor(seed=1.5), ["seed is 1.5", "whole number"]),
    "a seed that is true": (xor(seed=True), ["seed is True", "whole number"]),
    "a version from the future": (xor(version=99), ["version is 99", "reads version 1"]),
    "an unknown data set": (xor(data={"name": "mnist_of_yesterday"}), ["data.name is 'mnist_of_yesterday'"]),
    "no examples": (xor(data={"name": "moons", "samples": 0}), ["data.samples is 0", "from 4 to 20,000"]),
    "targets without examples": (xor(data={"name": "given", "x": [[1, 2]], "y": []}), ["1 rows", "0"]),
    "given data without data": (xor(data={"name": "given"}), ["given"]),
    "outputs that do not fit": (xor(layers=layers(3, 2)), ["out", "2 units", "1 columns"]),
    "a loss that does not fit": (
        xor(layers=[{"units": 1, "activation": "linear"}], loss={"name": "binary_cross_entropy"}),
        ["binary_cross_entropy", "sigmoid"],
    ),
    "lists in lists in lists": (DEEP, []),
    "junk inside junk": (xor(initial=json.loads("[" * 60 + "]" * 60)), ["initial"]),
    "objects where numbers belong": (xor(seed={"a": {"b": [{}]}}), ["seed"]),
    "a number of five thousand digits": ('{"seed": ' + "9" * 5000 + "}", ["seed"]),
    "markup": (xor(**{"<img src=x onerror=alert(1)>": 1}), ["no field"]),
}


@pytest.mark.parametrize(("text", "parts"), REFUSED.values(), ids=REFUSED)
def test_a_bad_setup_gives_a_sentence_and_changes_nothing(text: str, parts: list[str]) -> None:
    app = open_app("moons", playing=True)
    before = session_of(app)
    app.text_area(key="spec_text").set_value(text)
    ran(app)
    assert len(sentences(app)) == 1
    sentence = sentences(app)[0]
    for part in parts:
        assert part in sentence, sentence
    assert len(sentence) < 500
    assert sentence.endswith(".")
    assert (session_of(app).spec, session_of(app).run, session_of(app).playing) == (before.spec, before.run, True)

    app.text_area(key="spec_text").set_value(RECIPES["circles"].to_json())
    ran(app)
    assert session_of(app).spec == RECIPES["circles"]
    assert sentences(app) == []


@pytest.mark.parametrize("recipe", RECIPES)
def test_what_was_downloaded_can_be_pasted(recipe: str) -> None:
    app = open_app("moons")
    app.text_area(key="spec_text").set_value(RECIPES[recipe].to_json(2))
    ran(app)
    assert session_of(app).spec == RECIPES[recipe]
    assert sentences(app) == []


def test_an_empty_object_is_the_default_setup() -> None:
    app = open_app("moons")
    app.text_area(key="spec_text").set_value("{}")
    assert session_of(ran(app)).spec.data.name == "xor"


def test_blank_text_is_nothing() -> None:
    app = open_app("moons")
    app.text_area(key="spec_text").set_value("  \n ")
    assert session_of(ran(app)).spec == RECIPES["moons"]
    assert sentences(app) == []


def test_the_controls_show_what_was_pasted() -> None:
    app = open_app("moons")
    wanted = replace(RECIPES["spiral"], seed=12, batch_size=17).with_learning_rate(0.0625)
    app.text_area(key="spec_text").set_value(wanted.to_json())
    ran(app)
    shown = {key: app.number_input(key=now(app, key)).value for key in ("seed", "batch_size", "learning_rate")}
    assert shown == {"seed": 12, "batch_size": 17, "learning_rate": 0.0625}
    assert app.text_input(key=now(app, "hidden_layers")).value == "8, 8, 8"
    assert app.selectbox(key=now(app, "dataset")).value == "spirals"


def test_the_pill_of_the_old_recipe_is_no_longer_marked_after_a_paste() -> None:
    app = open_app("moons")
    app.text_area(key="spec_text").set_value(RECIPES["spiral"].to_json())
    ran(app)
    assert view_of(app).recipe is None
    assert app.session_state[now(app, "recipe")] is None
