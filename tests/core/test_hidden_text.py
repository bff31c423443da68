"""Hidden layers as text: widths alone, or each with its activation, and back again as they are shown."""

import pytest

from core import RECIPES, Dense, Spec, SpecError
from core.ops import ACTIVATIONS
from core.spec import adjust

READ = {
    "": (),
    "8, 8": (8, 8),
    "8-8 3": (8, 8, 3),
    "8 relu, 8 tanh": ((8, "relu"), (8, "tanh")),
    "8 ReLU; 4": ((8, "relu"), 4),
    "8 leaky relu 4 hard_tanh": ((8, "leaky_relu"), (4, "hard_tanh")),
}
SPIRAL = RECIPES["spiral"]


@pytest.mark.parametrize("text", READ)
def test_widths_and_activations_are_read(text: str) -> None:
    assert adjust.parse_widths(text) == READ[text]


@pytest.mark.parametrize("text", ["relu", "relu 8", "8 rellu", "8 relu tanh", "8, x", "8 relu, 1e9", "tanh, 8 relu"])
def test_what_is_neither_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(SpecError) as refusal:
        adjust.parse_widths(text)
    assert f"hidden layers is {text!r}: expected whole numbers such as 8, 8" in str(refusal.value)
    assert "such as 8 relu, 8 tanh; for images also conv 8 5x5" in str(refusal.value)


def test_a_width_alone_keeps_the_activation_that_stood_there() -> None:
    mixed = adjust.with_hidden(SPIRAL, adjust.parse_widths("8 relu, 6 gelu"))
    assert [(layer.units, layer.activation) for layer in mixed.layers[:-1]] == [(8, "relu"), (6, "gelu")]
    wider = adjust.with_hidden(mixed, (9, 7, 5))
    assert [(layer.units, layer.activation) for layer in wider.layers[:-1]] == [(9, "relu"), (7, "gelu"), (5, "relu")]
    assert mixed.layers[-1] == wider.layers[-1] == SPIRAL.layers[-1]


def test_what_is_shown_is_read_back() -> None:
    assert adjust.hidden_text(SPIRAL) == "8, 8, 8"
    assert adjust.hidden_text(adjust.with_hidden(SPIRAL, ())) == ""
    names = list(ACTIVATIONS)[:9]
    mixed = adjust.with_hidden(SPIRAL, tuple((1024, name) for name in names))
    shown = adjust.hidden_text(mixed)
    assert adjust.with_hidden(SPIRAL, adjust.parse_widths(shown)) == mixed
    assert adjust.hidden_text(adjust.with_activation(mixed, "elu")) == ", ".join(["1024"] * 9)


def test_a_hinge_stays_where_it_fits() -> None:
    hinged = adjust.with_loss(RECIPES["moons"], "hinge")
    assert hinged.layers[-1] == Dense(1, "linear")
    circles = adjust.with_data(hinged, adjust.named("circles", hinged))
    assert (circles.loss.name, circles.layers[-1].activation) == ("hinge", "linear")
    sine = adjust.with_data(hinged, adjust.named("sine", hinged))
    assert sine.loss.name == "mean_squared_error"
    with pytest.raises(SpecError, match="needs outputs of both signs; expected the output activation linear or tanh"):
        Spec(layers=(Dense(1, "sigmoid"),), loss=hinged.loss)
