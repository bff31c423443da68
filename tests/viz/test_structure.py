"""Holds the structure to the layout: the browser finds each number at the place it is told."""

import json
from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES
from core import session as sessions
from core.program import compile_program
from core.spec import adjust
from tests.viz.recipes import each_recipe, run_of, ties_of
from viz.structure import structure


@each_recipe
def test_the_value_at_each_place_is_the_entry_of_the_state(name: str) -> None:
    session = run_of(name)
    described, flat = structure(session.program), session.history.state(5).parameters
    edges = zip(described["edges"]["id"], described["edges"]["parameter"], strict=True)
    places = {path: place for path, place in edges if path.split("/")[0] not in ties_of(RECIPES[name])}
    places |= {
        path: place for path, place in zip(described["bias_ids"], described["nodes"]["bias"], strict=True) if path
    }
    for slot in session.program.layout.parameters():
        values = session.history.state(5).parameter(slot.path)
        for entry, (_, value) in zip(slot.entries(), slot.numbered(values), strict=True):
            assert flat[places[entry]] == value, entry
    assert sorted(places.values()) == list(range(len(flat))), "a place is missing or taken twice"


@each_recipe
def test_edges_lead_between_the_nodes_they_name(name: str) -> None:
    described = structure(run_of(name).program)
    nodes, edges = described["nodes"]["id"], described["edges"]
    names = [layer["name"] for layer in described["layers"]]
    for path, source, target in zip(edges["id"], edges["source"], edges["target"], strict=True):
        layer, index = path.split("/W")
        j, i = index.strip("[]").split(",")
        assert (nodes[source], nodes[target]) == (f"{names[names.index(layer) - 1]}:{i}", f"{layer}:{j}")


@each_recipe
def test_layers_are_stretches_of_the_nodes(name: str) -> None:
    described = structure(run_of(name).program)
    nodes = described["nodes"]["id"]
    for layer in described["layers"]:
        stretch = nodes[layer["first"] : layer["first"] + layer["count"]]
        assert stretch == [f"{layer['name']}:{unit}" for unit in range(layer["count"])]
    assert described["title"] == "-".join(str(layer["count"]) for layer in described["layers"])
    assert len({len(described["nodes"][key]) for key in ("id", "label", "x", "y", "bias")}) == 1
    assert len(described["bias_ids"]) == len(described["bias_frozen"]) == len(nodes)


def test_a_unit_is_called_on_the_stage_what_formulas_and_boxes_call_it() -> None:
    plain, digits = (structure(run_of(name).program)["nodes"] for name in ("two_two_two", "cnn"))
    assert plain["label"] == plain["id"] == ["x:0", "x:1", "h1:0", "h1:1", "out:0", "out:1"]
    assert digits["label"][-10:] == [f"digit {unit}" for unit in range(10)]


@each_recipe
def test_a_structure_is_plain_json(name: str) -> None:
    described = structure(run_of(name).program)
    text = json.dumps(described, allow_nan=False)
    assert json.dumps(json.loads(text)) == text


@each_recipe
def test_the_id_is_the_same_for_the_same_topology(name: str) -> None:
    spec = RECIPES[name]
    other = compile_program(spec.with_learning_rate(0.123))
    assert structure(other)["id"] == structure(compile_program(spec))["id"]


def test_the_id_changes_with_whatever_the_browser_must_draw_differently() -> None:
    moons = RECIPES["moons"]
    others = [
        moons,
        adjust.with_hidden(moons, (5,)),
        adjust.with_hidden(moons, (6, 6)),
        adjust.with_activation(moons, "relu"),
        adjust.with_frozen(moons, "h1/W[0,1]", True),
        adjust.with_frozen(moons, "*/b", True),
        replace(moons, batch_size=7),
        replace(moons, batch_size=1),
    ]
    ids = [structure(compile_program(spec))["id"] for spec in others]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("selector", ["h1/W[2,1]", "h1/b[3]", "*/b", "out", "h1/W"])
def test_exactly_what_is_frozen_is_marked(selector: str) -> None:
    session = sessions.begin(adjust.with_frozen(RECIPES["moons"], selector, True))
    described, step = structure(session.program), session.step
    edges = dict(zip(described["edges"]["id"], described["edges"]["frozen"], strict=True))
    biases = dict(zip(described["bias_ids"], described["bias_frozen"], strict=True))
    for slot in session.program.layout.parameters():
        for entry, (index, update) in zip(slot.entries(), slot.numbered(step.update(slot.path)), strict=True):
            still = update == 0.0 and step.gradient(slot.path)[index] != 0.0
            assert (edges | biases)[entry] == int(still), entry


def test_a_net_without_biases_names_none() -> None:
    described = structure(run_of("two_two_one").program)
    assert set(described["bias_ids"]) == {""}
    assert set(described["nodes"]["bias"]) == {-1}
    assert np.all(np.array(described["bias_frozen"]) == 0)
