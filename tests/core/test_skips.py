"""Skip links in a spec: which are allowed, what is said of the others, and what a change of the layers leaves."""

import pytest

from core import Data, Dense, Spec, SpecError, compile_program
from core.errors import BackflowError
from core.spec import adjust
from core.spec.skips import link

HIDDEN = (Dense(3), Dense(4), Dense(3), Dense(3))
SPEC = Spec(layers=(*HIDDEN, Dense(1, "sigmoid")))

REFUSED = {
    "backwards": ((("h3", "h1"),), "expected a link from an earlier layer to a later one"),
    "to itself": ((("h1", "h1"),), "expected a link from an earlier layer to a later one"),
    "to the output": ((("h1", "out"),), "the output layer takes none"),
    "unknown": ((("h1", "h9"),), "expected pairs such as h1, h3 from x, h1, h2, h3, h4"),
    "other widths": ((("h1", "h2"),), "h1 has 3 units, h2 4: expected layers of equal width"),
    "twice": ((("h1", "h3"), ("h1", "h3")), "skips names h1→h3 twice"),
    "no pair": (("h1",), "skips has the entry"),
    "three": ((("h1", "h3", "h4"),), "skips has the entry"),
    "no list": (3, "skips is 3: expected a list"),
    "numbers": (((1, 2),), "skips has the entry"),
}


def with_links(*links: tuple[str, str]) -> Spec:
    return adjust.with_skips(SPEC, links)


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_with_a_sentence(case: str) -> None:
    skips, sentence = REFUSED[case]
    with pytest.raises(SpecError) as refusal:
        Spec(layers=SPEC.layers, skips=skips)
    assert sentence in str(refusal.value)


def test_links_survive_the_round_trip() -> None:
    spec = with_links(("h1", "h3"), ("h1", "h4"), ("h3", "h4"))
    assert Spec.from_json(spec.to_json()) == spec


def test_all_possible_links_are_named_and_each_of_them_trains() -> None:
    links = adjust.possible_skips(2, SPEC.layers)
    assert [link(pair) for pair in links] == ["h1→h3", "h1→h4", "h3→h4"]
    program = compile_program(with_links(*links))
    assert program.run(program.start(), 5).step == 5
    assert adjust.possible_skips(3, SPEC.layers)[0] == ("x", "h1")


def test_a_link_from_the_data_needs_a_layer_as_wide_as_they_are() -> None:
    with pytest.raises(BackflowError) as refusal:
        compile_program(with_links(("x", "h1")))
    assert "x has 2 inputs and h1 has 3 units" in str(refusal.value)


def test_other_hidden_layers_keep_the_links_that_still_fit() -> None:
    spec = with_links(("h1", "h3"), ("h3", "h4"))
    assert adjust.with_hidden(spec, (3, 5, 3)).skips == (("h1", "h3"),)
    assert adjust.with_hidden(spec, (3, 4, 3, 3)).skips == spec.skips
    assert adjust.with_hidden(spec, ()).skips == ()


def test_other_data_keep_the_links_that_still_fit() -> None:
    spec = Spec(layers=(Dense(2), Dense(2), Dense(1, "sigmoid")), skips=(("x", "h1"), ("h1", "h2")))
    compile_program(spec)
    assert adjust.with_data(spec, adjust.named("circles", spec)).skips == spec.skips
    assert adjust.with_data(spec, Data("sine", samples=40)).skips == (("h1", "h2"),)
