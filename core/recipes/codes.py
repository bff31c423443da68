"""Autoencoders: the network is asked for its own input."""

from __future__ import annotations

from dataclasses import replace

from core.recipes.parts import BINARY, HE
from core.spec import Data, Dense, Optimizer, Regulariser, Spec

EIGHT_THREE_EIGHT = Spec(
    data=Data("one_of_eight", samples=8, answer="input"),
    layers=(Dense(3, "sigmoid"), Dense(8, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("adam", 0.1),
)

DIGIT_AUTOENCODER = Spec(
    data=Data("digits", samples=1797, test_fraction=0.2, answer="input"),
    layers=(Dense(16, "relu", HE), Dense(64, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("adam", 0.01),
    batch_size=32,
)

DENOISING = replace(
    DIGIT_AUTOENCODER,
    layers=(Dense(16, "relu", HE), Dense(64, "sigmoid", tied="h1")),
    regularisers=(Regulariser("input_noise", 0.3),),
)

SPARSE = Spec(
    data=Data("bars", samples=1000, test_fraction=0.2, answer="input"),
    layers=(Dense(16, "sigmoid"), Dense(36, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("adam", 0.02),
    batch_size=32,
    regularisers=(Regulariser("sparsity", 0.1, (("rate", 0.15),)),),
)
