"""Bugs in the lines by which updates are explained: the steps stay right, what is said of them does not."""

from tests.bugs.bug import Bug

OWN = ("test_explain_update.py",)
LINES, REGULARISED, FROZEN = "lines_end_at", "behind_clipping", "frozen_ends"

LINES_OF_UPDATES = (
    Bug(
        "lines: momentum is not dampened",
        "optimizers/momentum.py",
        "lambda momentum, v, dampening, g: v * momentum + g * (1.0 - dampening)",
        "lambda momentum, v, dampening, g: v * momentum + g",
        OWN,
        only=f"{LINES} and momentum",
    ),
    Bug(
        "lines: Nesterov looks ahead with all of the velocity",
        "optimizers/nesterov.py",
        "(g + v * momentum) * -learning_rate",
        "(g + v) * -learning_rate",
        OWN,
        only=f"{LINES} and nesterov",
    ),
    Bug(
        "lines: Adam's mean is not corrected",
        "optimizers/adam.py",
        "lambda m, beta1, t: m / (1.0 - beta1**t)",
        "lambda m, beta1, t: m",
        OWN,
        only=f"{LINES} and adam",
    ),
    Bug(
        "lines: the centered RMSprop is not centered",
        "optimizers/rmsprop.py",
        "np.sqrt(np.maximum(v - m * m, 0.0)) + eps",
        "np.sqrt(np.maximum(v, 0.0)) + eps",
        OWN,
        only=f"{LINES} and rmsprop",
    ),
    Bug(
        "lines: Rprop remembers a gradient that changed its sign",
        "optimizers/rprop.py",
        "lambda q, g: np.where(q < 0.0, 0.0, g)",
        "lambda q, g: g",
        OWN,
        only="change_of_sign",
    ),
    Bug(
        "lines: L-BFGS turns the scaled gradient round",
        "optimizers/pairs.py",
        'n["q"] * -n["gamma"]',
        'n["q"] * n["gamma"]',
        OWN,
        only=f"{LINES} and lbfgs",
    ),
    Bug(
        "lines: Levenberg–Marquardt's equation without its damping",
        "optimizers/levenberg_marquardt.py",
        "jj * p + others + damping * p",
        "jj * p + others",
        OWN,
        only=f"{LINES} and marquardt",
    ),
    Bug(
        "lines: the memory after the step is taken for the one before",
        "explain/update.py",
        "self.memory(before.vector[before.model.size :])",
        'self.memory(step.row[self.blocks["memory"]])',
        OWN,
        only=f"{LINES} and momentum",
    ),
    Bug(
        "lines: max-norm forgets what is frozen",
        "regularisers/max_norm.py",
        "max(limit * limit - held * held, 0.0) ** 0.5",
        "limit",
        OWN,
        only=f"{FROZEN} and sgd",
    ),
    Bug(
        "lines: clipping by value has no lower end",
        "regularisers/clip_value.py",
        "lambda g, clip_value: min(max(g, -clip_value), clip_value)",
        "lambda g, clip_value: min(g, clip_value)",
        OWN,
        only=f"{REGULARISED} and sgd",
    ),
)
