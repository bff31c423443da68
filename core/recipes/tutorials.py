"""The worked examples of the tutorials, digit for digit."""

from __future__ import annotations

from core.recipes.parts import HALF_SUM, NORMAL, sigmoid
from core.spec import Data, Dense, Loss, Optimizer, Spec

TWO_TWO_TWO = Spec(
    data=Data("given", x=((0.05, 0.1),), y=((0.01, 0.99),)),
    layers=(sigmoid(2), sigmoid(2)),
    loss=HALF_SUM,
    optimizer=Optimizer("sgd", 0.5),
    frozen=("*/b",),
    initial=(
        ("h1/W", ((0.15, 0.2), (0.25, 0.3))),
        ("h1/b", (0.35, 0.35)),
        ("out/W", ((0.4, 0.45), (0.5, 0.55))),
        ("out/b", (0.6, 0.6)),
    ),
)

TWO_TWO_ONE = Spec(
    data=Data("given", x=((0.35, 0.7),), y=((0.5,),)),
    layers=(sigmoid(2, bias=False), sigmoid(1, bias=False)),
    loss=HALF_SUM,
    optimizer=Optimizer("sgd", 1.0),
    initial=(("h1/W", ((0.2, 0.3), (0.3, 0.3))), ("out/W", ((0.3, 0.9),))),
)

ONE_THREE_ONE = Spec(
    data=Data("given", x=((1.5,),), y=((0.25,),)),
    layers=(sigmoid(3, bias=False), sigmoid(1, bias=False)),
    loss=HALF_SUM,
    optimizer=Optimizer("sgd", 0.1),
    initial=(("h1/W", ((0.5,), (-0.3,), (0.8,))), ("out/W", ((0.7, -0.4, 0.2),))),
)

SUM_OF_TWO_SIGMOIDS = Spec(
    data=Data("given", x=((0.5,),), y=((1.0,),)),
    layers=(sigmoid(2), Dense(1, "linear", NORMAL)),
    loss=Loss("mean_squared_error", "sum"),
    optimizer=Optimizer("sgd", 0.1),
    frozen=("out",),
    initial=(
        ("h1/W", ((0.2,), (0.4,))),
        ("h1/b", (0.3, 0.1)),
        ("out/W", ((1.0, 1.0),)),
        ("out/b", (0.0,)),
    ),
)
