"""Whatever is not allowed is refused by a sentence that names the field, the value and what is allowed."""

import json
import math
from dataclasses import replace

import pytest

from core import (
    RECIPES,
    BackflowError,
    Data,
    Dense,
    Initialiser,
    Loss,
    Optimizer,
    Spec,
    SpecError,
    Stop,
    compile_program,
)

RATE = "expected a number from 0 to 100"
UNITS = "expected a whole number from 1 to 1,024"
SEED = "expected a whole number from 0 to 4,294,967,295"
SCALE = "expected a number from -100 to 100"
WEIGHT = "expected a number from -1e+06 to 1e+06"

REFUSED = {
    "learning rate 1e6": (lambda: Optimizer("sgd", 1e6), "optimizer.learning_rate is 1e+06", RATE),
    "learning rate NaN": (lambda: Optimizer("sgd", math.nan), "optimizer.learning_rate is nan", RATE),
    "learning rate infinite": (lambda: Optimizer("sgd", math.inf), "optimizer.learning_rate is inf", RATE),
    "learning rate below 0": (lambda: Optimizer("sgd", -0.1), "optimizer.learning_rate is -0.1", RATE),
    "learning rate beyond floats": (lambda: Optimizer("sgd", 10**400), "optimizer.learning_rate is 1000", RATE),
    "learning rate as text": (lambda: Optimizer("sgd", "0.1"), "optimizer.learning_rate is '0.1'", RATE),
    "learning rate true": (lambda: Optimizer("sgd", True), "optimizer.learning_rate is True", RATE),
    "unknown optimizer": (lambda: Optimizer("sdg"), "optimizer.name is 'sdg'", "expected one of sgd"),
    "units below 0": (lambda: Dense(-3), "layer.units is -3", UNITS),
    "no units": (lambda: Dense(0), "layer.units is 0", UNITS),
    "too many units": (lambda: Dense(10**9), "layer.units is 1000000000", UNITS),
    "half a unit": (lambda: Dense(2.5), "layer.units is 2.5", UNITS),
    "unknown activation": (lambda: Dense(2, "sigmoyd"), "layer.activation is 'sigmoyd'", "sigmoid"),
    "activation not a name": (lambda: Dense(2, ["tanh"]), "layer.activation is ['tanh']", "expected one of tanh"),
    "bias not a flag": (lambda: Dense(2, bias=1), "layer.bias is 1", "expected true or false"),
    "initialiser not one": (lambda: Dense(2, initialiser="zeros"), "layer.initialiser is 'zeros'", "Initialiser"),
    "unknown initialiser": (lambda: Initialiser("xavier"), "initialiser.name is 'xavier'", "glorot_uniform"),
    "initialiser scale": (lambda: Initialiser("normal", 1e9), "initialiser.scale is 1e+09", SCALE),
    "unknown loss": (lambda: Loss("mse"), "loss.name is 'mse'", "mean_squared_error"),
    "unknown reduction": (lambda: Loss(reduction="max"), "loss.reduction is 'max'", "mean, sum"),
    "unknown data": (lambda: Data("spiral"), "data.name is 'spiral'", "spirals"),
    "too few samples": (lambda: Data(samples=1), "data.samples is 1", "expected a whole number from 4 to 20,000"),
    "noise": (lambda: Data(noise=3), "data.noise is 3", "expected a number from 0 to 2"),
    "unknown answer": (lambda: Data(answer="x"), "data.answer is 'x'", "expected one of given, input"),
    "data seed": (lambda: Data(seed=-1), "data.seed is -1", SEED),
    "test fraction": (lambda: Data(test_fraction=1), "data.test_fraction is 1", "expected a number from 0 to 0.9"),
    "validation fraction": (lambda: Data(validation_fraction=1), "data.validation_fraction is 1", "from 0 to 0.9"),
    "nothing left to train on": (
        lambda: Data(samples=10, test_fraction=0.6, validation_fraction=0.4),
        "data.test_fraction is 0.6 and data.validation_fraction is 0.4",
        "expected less than 1 together",
    ),
    "unknown stop": (lambda: Stop("time", 3), "stop.name is 'time'", "expected one of step, epoch, loss"),
    "stop at half a step": (lambda: Stop("step", 0.5), "stop.step is 0.5", "expected a whole number from 1"),
    "stop above all right": (lambda: Stop("accuracy", 1.5), "stop.accuracy is 1.5", "expected a number from 0 to 1"),
    "stop without patience": (lambda: Stop("patience", 0), "stop.patience is 0", "expected a whole number from 1"),
    "stop twice": (lambda: Spec(stops=(Stop("step", 3), Stop("step", 4))), "stops names step twice", "at most once"),
    "a stop not a stop": (lambda: Spec(stops=("step",)), "stops[0] is 'step'", "expected Stop"),
    "x not a table": (lambda: Data("given", x=(1, 2), y=(1, 2)), "data.x", "expected a list of rows"),
    "x ragged": (lambda: Data("given", x=((1,), (1, 2)), y=((1,), (2,))), "data.x", "every row equally long"),
    "x and y differ": (lambda: Data("given", x=((1,),), y=()), "data.x has 1 rows and data.y has 0", "as many targets"),
    "x holds NaN": (lambda: Data("given", x=((math.nan,),), y=((1,),)), "data.x[0][0] is nan", WEIGHT),
    "x is text": (lambda: Data("given", x="12", y="12"), "data.x is '12'", "expected a list of numbers"),
    "no layers": (lambda: Spec(layers=()), "the number of layers is 0", "expected a whole number from 1 to 10"),
    "too many layers": (lambda: Spec(layers=[Dense(1)] * 11), "the number of layers is 11", "from 1 to 10"),
    "layers not a list": (lambda: Spec(layers=5), "layers is 5", "expected a list"),
    "a layer not a layer": (lambda: Spec(layers=(Dense(2), 1)), "layers[1] is 1", "expected Dense"),
    "data by name only": (lambda: Spec(data="xor"), "data is 'xor'", "expected Data"),
    "seed of 5,000 digits": (lambda: Spec(seed=10**5000), "seed is a huge number", SEED),
    "batch beyond the data": (lambda: Spec(batch_size=5), "batch_size is 5", "expected 1 to 4 training examples"),
    "batch of none": (lambda: Spec(batch_size=0), "batch_size is 0", "expected a whole number from 1 to 20,000"),
    "batch and test set": (
        lambda: Spec(Data(samples=10, test_fraction=0.5), batch_size=6),
        "batch_size is 6",
        "expected 1 to 5 training examples",
    ),
    "loss of any number": (
        lambda: Spec(layers=(Dense(1, "tanh"),), loss=Loss("binary_cross_entropy")),
        "loss.name is 'binary_cross_entropy' and the output activation is 'tanh'",
        "expected the output activation sigmoid or softmax",
    ),
    "frozen layer unknown": (lambda: Spec(frozen=("h2",)), "frozen has the entry 'h2'", "one of the layers h1, out"),
    "frozen nonsense": (lambda: Spec(frozen=("h1/W[a]",)), "frozen has the entry 'h1/W[a]'", "one edge (h1/W[2,0])"),
    "frozen not a list": (lambda: Spec(frozen=None), "frozen is None", "expected a list"),
    "weights 1e300": (lambda: Spec(initial={"h1/W": ((1e300,),)}), "initial h1/W[0][0] is 1e+300", WEIGHT),
    "weights ragged": (lambda: Spec(initial={"h1/W": ((1,), (1, 2))}), "initial h1/W", "every row equally long"),
    "weights 5 deep": (
        lambda: Spec(initial={"h1/W": [[[[[1]]]]]}),
        "initial h1/W[0][0][0][0] is [1]",
        "at most 4 deep",
    ),
    "initial a number": (lambda: Spec(initial=3), "initial is 3", "expected a list"),
    "initial without path": (lambda: Spec(initial=((1, 2),)), "initial has the entry (1, 2)", "pairs of a path"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_value_is_refused_with_field_value_and_range(case: str) -> None:
    make, field_and_value, allowed = REFUSED[case]
    with pytest.raises(SpecError) as refusal:
        make()
    assert field_and_value in str(refusal.value)
    assert allowed in str(refusal.value)


REFUSED_BY_THE_NETWORK = {
    "initial unknown": (Spec(initial={"h3/W": ((1,),)}), "initial names 'h3/W'", "h1/W"),
    "initial shape": (Spec(initial={"h1/W": ((1,),)}), "initial h1/W has the shape (1, 1)", "expected (4, 2)"),
    "frozen edge": (Spec(frozen=("h1/W[4,0]",)), "frozen has the entry 'h1/W[4,0]'", "h1/W has the shape (4, 2)"),
    "frozen bias": (Spec(layers=(Dense(1, bias=False),), frozen=("out/b",)), "'out/b'", "picks nothing"),
    "outputs": (Spec(layers=(Dense(2),)), "The layer out has 2 units", "targets have 1 columns"),
    "patience": (Spec(stops=(Stop("patience", 5),)), "no validation examples", "held out for validation"),
    "accuracy of a regression": (
        replace(RECIPES["sine"], stops=(Stop("accuracy", 0.9),)),
        "these targets are no classes",
        "expected targets of 0 and 1",
    ),
    "no data": (Spec(data=Data("given")), 'data.name is "given"', "put them into data.x and data.y"),
}


@pytest.mark.parametrize("case", REFUSED_BY_THE_NETWORK)
def test_what_does_not_fit_the_network_is_refused_when_it_is_built(case: str) -> None:
    spec, field_and_value, allowed = REFUSED_BY_THE_NETWORK[case]
    with pytest.raises(BackflowError) as refusal:
        compile_program(spec).start()
    assert field_and_value in str(refusal.value)
    assert allowed in str(refusal.value)


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_cannot_be_given_more_batch_than_data(recipe: str) -> None:
    with pytest.raises(SpecError, match="batch_size is 19999"):
        replace(RECIPES[recipe], batch_size=19_999)


def test_sentences_stay_short_whatever_was_pasted() -> None:
    with pytest.raises(SpecError) as refusal:
        Spec.from_json(json.dumps({"data": {"name": "x" * 1_000_000}}))
    assert len(str(refusal.value)) < 400
