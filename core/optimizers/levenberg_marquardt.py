"""Levenberg–Marquardt: between a Gauss–Newton step and a short step down the gradient, as far as the loss allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call
from core.optimizers.optimizer import Memory, OptimizerRule, Settings
from core.optimizers.room import Room
from core.options import Option, Options
from core.ranges import Real

if TYPE_CHECKING:
    from core.least_squares import LeastSquares

# Beyond these the damping decides nothing more.
LEAST, MOST = 1e-12, 1e12
# What is recorded as the loss of a trial that overflowed.
OVERFLOWED = float(np.finfo(np.float64).max)


class LevenbergMarquardt(OptimizerRule):
    """(JᵀJ + λ I) p = −Jᵀ r, for a loss L = Σ r² with the Jacobian J = ∂r/∂θ;  Δθ = p where that lowers the loss.

    Then λ ← λ · damping_down and `accepted` counts one more; otherwise Δθ = 0 and λ ← λ · damping_up.  A step is one
    trial.  damping: λ, as the next step will use it;  trial_loss: the loss at θ + p;  start: the option that λ began
    with, so that it begins anew where another one is chosen.  The learning rate is not used.
    The calls are the formula: next to the solving, which makes room of its own, nothing else counts.
    """

    label: ClassVar[str] = "Levenberg–Marquardt"
    tex: ClassVar[str] = r"(J^\top J + \lambda I)\, \Delta\theta = -J^\top r, \quad L = \textstyle\sum r^2"
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
        found = (min(max(damping, LEAST), MOST), accepted + falls, shown, start)
        after = dict(zip(cls.scalars, map(np.array, found), strict=True))
        return step if falls else np.zeros(step.shape), after

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


def solved(jacobian: Array, residuals: Array, damping: float) -> Array:
    """p of (JᵀJ + λ I) p = −Jᵀ r; zeros where rounding leaves nothing to solve, so that the damping rises."""
    damped = jacobian.T @ jacobian
    damped.flat[:: len(damped) + 1] += damping
    try:
        return -np.linalg.solve(damped, jacobian.T @ residuals)
    except np.linalg.LinAlgError:
        return np.zeros(len(damped))
