"""Bugs in L-BFGS, whose rule and calls share little, so that most show in both and in PyTorch's steps."""

from tests.bugs.bug import Bug

FILE, OWN, RULES = "optimizers/lbfgs.py", ("test_lbfgs.py",), ("test_optimizer_rules.py",)
SAME = "formula_and_the_calls and lbfgs"

LBFGS = (
    Bug(
        "L-BFGS: pairs without curvature are kept",
        FILE,
        "t > 0.0 and curvature > CURVED",
        "t > 0.0",
        OWN,
        only="without_curvature",
    ),
    Bug(
        "L-BFGS: the pairs stand in the wrong order",
        FILE,
        "for into, source in reversed(moves)",
        "for into, source in moves",
        RULES,
        only=SAME,
    ),
    Bug(
        "L-BFGS: the way back takes the pairs as on the way there",
        FILE,
        "in reversed(list(zip(pairs, weights, shares, strict=True)))",
        "in zip(pairs, weights, shares, strict=True)",
        (*OWN, *RULES),
        only="curvature_fits or formula_and_the_calls",
    ),
    Bug(
        "L-BFGS: scaled by the inverse of what it should be",
        FILE,
        "curvature / square if square else 1.0",
        "square / curvature if square else 1.0",
        OWN,
        only="curvature_fits or linear_fit or recorded_sequence",
    ),
    Bug(
        "L-BFGS: the first step is never shortened",
        FILE,
        "t > 0.0 or length <= 1.0",
        "t >= 0.0",
        OWN,
        only="first_step",
    ),
    Bug(
        "L-BFGS: what is frozen has a gradient",
        FILE,
        "[] if room.frozen is None else",
        "[] if True else",
        OWN,
        only="frozen_counts",
    ),
    Bug(
        "L-BFGS: remembers the gradient of this step too early",
        FILE,
        "call(np.subtract, g, before, y)",
        "call(np.copyto, before, g), call(np.subtract, g, before, y)",
        (*RULES, *OWN),
        only=f"({SAME}) or by_hand",
    ),
)
