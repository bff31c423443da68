"""Every optimizer in every combination of its options, and nets that train stably with each of them."""

from itertools import product

from core import Data, Dense, Initialiser, Loss, Optimizer, Schedule, Spec
from core.optimizers import OPTIMIZERS

# Options worth combining, with the values to try; the others are tried one at a time.
SWITCHES = {
    "momentum": (0.0, 0.9),
    "dampening": (0.0, 0.5),
    "weight_decay": (0.0, 0.05),
    "centered": (0, 1),
    "lr_decay": (0.0, 0.01),
    "initial_accumulator_value": (0.0, 0.1),
}
OTHERS = {
    "beta1": 0.4,
    "beta2": 0.95,
    "eps": 1e-3,
    "rho": 0.7,
    "alpha": 0.9,
    "momentum_decay": 0.05,
    "etaminus": 0.4,
    "etaplus": 1.5,
    "step_size_min": 1e-5,
    "step_size_max": 2e-3,
    "history_size": 2,
    "damping": 1.0,
    "damping_up": 3.0,
    "damping_down": 0.5,
}
# Rprop looks at signs alone: once it swings about a minimum in large steps, rounding decides where it goes.
STABLE = {"rprop": {"step_size_max": 1e-3}}
RATES = {"adadelta": 0.5, "rprop": 1e-4, "sgd": 0.05, "momentum": 0.02, "nesterov": 0.02, "adagrad": 0.05}


def combinations() -> list[Optimizer]:
    """All combinations of the switches, and each other option once away from its default."""
    found = []
    for name, rule in OPTIMIZERS.items():
        rate = RATES.get(name, 0.002)
        switches = [option for option in rule.options if option in SWITCHES]
        for values in product(*(SWITCHES[option] for option in switches)):
            found.append(Optimizer(name, rate, STABLE.get(name, {}) | dict(zip(switches, values, strict=True))))
        others = [option for option in rule.options if option in OTHERS]
        found += [Optimizer(name, rate, STABLE.get(name, {}) | {option: OTHERS[option]}) for option in others]
    return found


def identify(optimizer: Optimizer) -> str:
    """Name and options in one line."""
    return " ".join([optimizer.name, *(f"{name}={value:g}" for name, value in optimizer.options)])


def products() -> list[Optimizer]:
    """Every option at its default or another value, in all combinations: for what is quick or has to hold for all."""
    found = []
    for name, rule in OPTIMIZERS.items():
        usual = {option: one.default for option, one in rule.options.items()} | STABLE.get(name, {})
        values = [SWITCHES.get(option) or (default, OTHERS[option]) for option, default in usual.items()]
        for chosen in product(*values):
            found.append(Optimizer(name, RATES.get(name, 0.002), dict(zip(usual, chosen, strict=True))))
    return found


COMBINATIONS = combinations()
PRODUCTS = products()


def fitting_loss(name: str) -> Loss:
    """Cross-entropy, unless the optimizer asks for a sum of squares."""
    return Loss("mean_squared_error" if OPTIMIZERS[name].least_squares else "binary_cross_entropy")


def trained_by(optimizer: Optimizer, frozen: tuple[str, ...] = (), schedule: Schedule | None = None) -> Spec:
    """A small tanh net on mini-batches of ten moons; of all of them where the optimizer asks for that."""
    return Spec(
        data=Data("moons", samples=40, noise=0.1),
        layers=(Dense(4, "tanh"), Dense(3, "tanh"), Dense(1, "sigmoid", Initialiser("normal", 0.5))),
        loss=fitting_loss(optimizer.name),
        optimizer=optimizer,
        batch_size=None if OPTIMIZERS[optimizer.name].full_batch else 10,
        frozen=frozen,
        schedule=schedule or Schedule(),
    )
