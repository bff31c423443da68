"""Nets with everything that may stand between a layer's weighted sum and its output."""

from dataclasses import replace
from itertools import product

from core import Program, Regulariser, Spec, compile_program
from tests.core.nets import dense, small_spec

AMOUNTS = {"dropout": 0.4, "dropconnect": 0.3, "batch_norm": 0.1}
LINKS = {"no skips": (), "skips": (("h1", "h2"), ("h1", "h3"), ("h2", "h3"))}

# Every choice of the three, with and without skip links.
MIXES = [
    (tuple(name for name, on in zip(AMOUNTS, chosen, strict=True) if on), links)
    for chosen in product([False, True], repeat=3)
    for links in LINKS
]
MIX_IDS = ["+".join((*names, links)) for names, links in MIXES]


def layered_spec(names: tuple[str, ...] = (), links: str = "no skips", activation: str = "tanh", **keywords) -> Spec:
    """Three hidden layers of three units; `names` are the regularisers that are on."""
    spec = small_spec(activation, **keywords)
    layers = (*(dense(3, activation) for _ in range(3)), spec.layers[-1])
    amounts = tuple(Regulariser(name, AMOUNTS[name]) for name in names)
    return replace(spec, layers=layers, regularisers=amounts, skips=LINKS[links])


def layered_program(*args, **keywords) -> Program:
    return compile_program(layered_spec(*args, **keywords))
