"""Levenberg–Marquardt: between a Gauss–Newton step and a short step down the gradient, as far as the loss allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Array, Call
from core.optimizers.optimizer import Memory, OptimizerRule, Settings
from core.optimizers.room import Room
from core.optimizers.together import Joint, Together
from core.options import Option, Options
from core.ranges import Real

if TYPE_CHECKING:
    from core.least_squares import LeastSquares

# Beyond these the damping decides nothing more.
LEAST, MOST = 1e-12, 1e12
# What is recorded as the loss of a trial that overflowed.
OVERFLOWED = float(np.finfo(np.float64).max)
# One equation of the system: what the solution p, which is found for all parameters at once, makes of its left side.
RESET = Line("damping", "$chosen", lambda chosen: chosen)
HALF = Line("jr", r"\tfrac{1}{2} \cdot $g", lambda g: 0.5 * g, lambda at: at["jr_size"])
ROW = Line(
    "row",
    r"$jj \cdot $p + $others + $damping \cdot $p",
    lambda jj, p, others, damping: jj * p + others + damping * p,
    lambda at: at["row_size"],
)
STEP = Line(
    "update",
    r"\begin{cases} $p & \text{if } $trial < $loss \\ 0 & \text{else} \end{cases}",
    lambda p, trial, loss: p if trial < loss else 0.0,
)
TRIAL = Line("trial_loss", "$trial", lambda trial: trial if np.isfinite(trial) else OVERFLOWED)
WON = Line("accepted", "$accepted + 1", lambda accepted: accepted + 1.0)
LOST = Line("accepted", "$accepted", lambda accepted: accepted)
DOWN = Line(
    "damping",
    r"\max($damping \cdot $damping_down,\, 10^{-12})",
    lambda damping, damping_down: within(damping * damping_down),
)
UP = Line(
    "damping",
    r"\min($damping \cdot $damping_up,\, 10^{12})",
    lambda damping, damping_up: within(damping * damping_up),
)


class LevenbergMarquardt(OptimizerRule):
    """(JᵀJ + λ I) p = −Jᵀ r, for a loss L = Σ r² with the Jacobian J = ∂r/∂θ;  Δθ = p where that lowers the loss.

    Then λ ← λ · damping_down and `accepted` counts one more; otherwise Δθ = 0 and λ ← λ · damping_up.  A step is one
    trial.  damping: λ, as the next step will use it;  trial_loss: the loss at θ + p;  start: the option that λ began
    with, so that it begins anew where another one is chosen.  The learning rate is not used.
    The calls are the formula: next to the solving, which makes room of its own, nothing else counts.
    """

    label: ClassVar[str] = "Levenberg–Marquardt"
    source: ClassVar[str] = (
        "Marquardt, An algorithm for least-squares estimation of nonlinear parameters, J. SIAM 11, 1963; "
        "Hagan and Menhaj, Training feedforward networks with the Marquardt algorithm, 1994"
    )
    about: ClassVar[str] = (
        "A supervised method for least squares: it needs targets, and the derivative of every residual. A step is a "
        "trial, taken back when the loss does not fall. The damping λ does the work of the learning rate, which is "
        "not used."
    )
    options: ClassVar[Options] = {
        "damping": Option(0.01, Real(LEAST, 1e6), "damping λ to begin with"),
        "damping_up": Option(10.0, Real(1.01, 1e3), "damping after a trial in vain, times"),
        "damping_down": Option(0.1, Real(1e-3, 0.99), "damping after a success, times"),
    }
    scalars: ClassVar[tuple[str, ...]] = ("damping", "accepted", "trial_loss", "start")
    joint: ClassVar[bool] = True
    full_batch: ClassVar[str] = (
        "Levenberg–Marquardt goes by whether the loss falls from step to step, and a mini-batch changes it by chance"
    )
    stackable: ClassVar[bool] = False
    least_squares: ClassVar[str] = "Levenberg–Marquardt works on sums of squares alone"

    @classmethod
    def init(cls, parameters: Array, settings: Settings) -> Memory:
        """The damping of the options; nothing tried yet."""
        begin = np.array(settings["damping"])
        return {"damping": begin, "accepted": np.zeros(()), "trial_loss": np.zeros(()), "start": begin}

    @classmethod
    def update(
        cls,
        gradient: Array,
        memory: Memory,
        parameters: Array,
        settings: Settings,
        *,
        squares: LeastSquares | None = None,
    ) -> tuple[Array, Memory]:
        """(Δθ, {damping, accepted, trial_loss, start}); the gradient is 2 Jᵀ r, so `squares` says all."""
        assert squares is not None
        start, accepted = settings["damping"], float(memory["accepted"])
        damping = float(memory["damping"]) if float(memory["start"]) == start else start
        loss, residuals, jacobian = squares.at(parameters)
        step = solved(jacobian, residuals, damping)
        trial = squares.loss_at(parameters + step)
        falls = trial < loss
        damping *= settings["damping_down" if falls else "damping_up"]
        shown = trial if np.isfinite(trial) else OVERFLOWED
        found = (within(damping), accepted + falls, shown, start)
        after = dict(zip(cls.scalars, map(np.array, found), strict=True))
        return step if falls else np.zeros(step.shape), after

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """One equation of the system, whether the trial is kept, the damping of the next step, and the step."""
        falls = numbers["trial"] < numbers["loss"]
        reset = (RESET,) if numbers["start"] != numbers["chosen"] else ()
        return *reset, HALF, ROW, TRIAL, *((WON, DOWN) if falls else (LOST, UP)), STEP

    @classmethod
    def joint_numbers(cls, step: Together) -> Joint:
        """One row of the system, its solution, and the losses before and after the trial."""
        assert step.squares is not None
        start, place, before = step.settings["damping"], step.place, step.before
        damping = float(before["damping"]) if float(before["start"]) == start else start
        loss, residuals, jacobian = step.squares.at(step.parameters)
        p, shares = solved(jacobian, residuals, damping), jacobian[:, place] * residuals
        row = jacobian[:, place] @ jacobian
        others = np.delete(row * p, place)
        numbers = {
            "chosen": start,
            "jj": float(row[place]),
            "p": float(p[place]),
            "others": float(others.sum()),
            "row_size": float(np.abs(row * p).sum() + np.abs(shares).sum() + abs(damping * p[place])),
            "jr_size": float(np.abs(shares).sum()),
            "loss": loss,
            "trial": step.squares.loss_at(step.parameters + p),
        }
        return Joint(numbers, {"jr": float(shares.sum()), "row": -float(shares.sum())})

    @classmethod
    def formula(cls, settings: Settings) -> str:
        """As vectors."""
        return r"(J^\top J + \lambda I)\, \Delta\theta = -J^\top r, \quad L = \textstyle\sum r^2"

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """The formula, written into the row."""

        def run() -> None:
            update, memory = cls.update(
                room.gradient, room.memory, room.parameters, room.settings, squares=room.squares
            )
            room.update[...] = update
            for name, value in memory.items():
                room.memory[name][()] = value

        return [Call("levenberg_marquardt", run)]


def within(damping: float) -> float:
    """Between the least and the most."""
    return min(max(damping, LEAST), MOST)


def solved(jacobian: Array, residuals: Array, damping: float) -> Array:
    """p of (JᵀJ + λ I) p = −Jᵀ r; zeros where rounding leaves nothing to solve, so that the damping rises."""
    damped = jacobian.T @ jacobian
    damped.flat[:: len(damped) + 1] += damping
    try:
        return -np.linalg.solve(damped, jacobian.T @ residuals)
    except np.linalg.LinAlgError:
        return np.zeros(len(damped))
