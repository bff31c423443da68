"""Every number explained: one aspect in one file, ASPECTS in menu order."""

from screens.explaining.aspect import Aspect, Subject, always, of_parameter
from screens.explaining.chain_rule import chain_rule
from screens.explaining.gradient_check import gradient_check
from screens.explaining.neuron import neuron_aspect, of_unit
from screens.explaining.optimizer import of_trained, optimizer
from screens.explaining.owned import of_owned
from screens.explaining.routes import routes_to_the_loss
from screens.explaining.tug import shares_of_examples
from screens.explaining.walk import walk
from screens.explaining.weight_dial import weight_dial

ASPECTS: dict[str, Aspect] = {
    "chain_rule": Aspect("Chain rule", "Where it comes from, back to the loss.", always, chain_rule),
    "neuron": Aspect("Neuron", "What the unit adds up, what it makes of it, what comes back.", of_unit, neuron_aspect),
    "walk": Aspect("Step by step", "All that this step computes, product by product.", always, walk, lights=True),
    "examples": Aspect("Tug of war", "Which examples pull which way.", of_parameter, shares_of_examples),
    "routes": Aspect(
        "Routes", "Every way from here to the loss, and what it carries.", always, routes_to_the_loss, lights=True
    ),
    "dial": Aspect("Dial", "The true loss along this weight, all others as they are.", of_owned, weight_dial),
    "check": Aspect("Check", "Backprop beside what the loss itself says.", of_owned, gradient_check),
    "optimizer": Aspect(
        "Optimizer", "From the gradient to the update, in the optimizer's formula.", of_trained, optimizer
    ),
}

__all__ = ["ASPECTS", "Aspect", "Subject"]
