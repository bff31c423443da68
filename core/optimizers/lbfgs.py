"""L-BFGS: Newton's step with a curvature that is guessed from the last few steps and changes of the gradient."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Array, Call, call
from core.ops.sums import inner, total
from core.optimizers.optimizer import Memory, OptimizerRule, Settings
from core.optimizers.pairs import lines_of, numbers_of
from core.optimizers.room import Room
from core.optimizers.together import Joint, Together
from core.options import Option, Options
from core.ranges import Whole

# A pair with less curvature than that is not remembered; PyTorch's number.
CURVED = 1e-10
# One step and the change of the gradient over it.
Pair = tuple[Array, Array]


class LBFGS(OptimizerRule):
    """Δθ = −η H g, with H from the last pairs of s = θ − θ_before and y = g − g_before, by the two-loop recursion.

    s1, y1: the newest pair, kept where s·y > 1e-10;  theta, g: where the step before began;  pairs: how many there are.
    H begins as (s·y / y·y) I. Without pairs H = I, and the first step is −η min(1, 1/‖g‖₁) g.  PyTorch's form with
    max_iter=1, no line search and no tolerances; its s is the step it took, ours also knows of weights set by hand.
    What is frozen counts as having no gradient.
    """

    label: ClassVar[str] = "L-BFGS"
    source: ClassVar[str] = (
        "Liu and Nocedal, On the limited memory BFGS method for large scale optimization, 1989; torch LBFGS"
    )
    about: ClassVar[str] = (
        "The last steps s and what they changed in the gradient, y, tell the curvature. No line search: one gradient a "
        "step, and the learning rate scales Newton's step."
    )
    options: ClassVar[Options] = {"history_size": Option(5, Whole(1, 10), "pairs remembered")}
    scalars: ClassVar[tuple[str, ...]] = ("t", "pairs")
    passes_faults: ClassVar[bool] = True
    joint: ClassVar[bool] = True
    full_batch: ClassVar[str] = "L-BFGS compares successive gradients, and a mini-batch changes them by chance"

    @classmethod
    def fields_of(cls, settings: Settings) -> tuple[str, ...]:
        """theta, g, and as many pairs as asked for."""
        return "theta", "g", *(f"{name}{i}" for name in "sy" for i in places(settings))

    @classmethod
    def update(cls, gradient: Array, memory: Memory, parameters: Array, settings: Settings) -> tuple[Array, Memory]:
        """(Δθ, the memory), for a gradient that is 0 where a parameter is frozen."""
        pairs = [(memory[f"s{i}"], memory[f"y{i}"]) for i in places(settings)]
        s, y, t = parameters - memory["theta"], gradient - memory["g"], float(memory["t"])
        kept, found = stored(float(np.dot(s, y)), t, float(memory["pairs"]), settings)
        if kept:
            pairs = [(s, y), *pairs[:-1]]
        shortened = first_step(t, float(np.abs(gradient).sum()), settings)[0] * settings["learning_rate"]
        fields = {f"{name}{i}": part for i, pair in enumerate(pairs, 1) for name, part in zip("sy", pair, strict=True)}
        counts = {"t": np.array(t + 1.0), "pairs": np.array(found)}
        return towards(-gradient, pairs) * shortened, {"theta": parameters, "g": gradient} | fields | counts

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """The newest pair, where it is kept, the scale, and the step as a sum over the pairs."""
        return lines_of(numbers["kept"] > 0.0, int(numbers["pairs_after"]), numbers["shortened"] < 1.0)

    @classmethod
    def joint_numbers(cls, step: Together) -> Joint:
        """Whether there is a new pair, the pairs as the step uses them, and how far the first step is shortened."""
        g, before, t = step.gradient, step.before, float(step.before["t"])
        curvature = float(np.dot(step.parameters - before["theta"], g - before["g"]))
        kept, count = stored(curvature, t, float(before["pairs"]), step.settings)
        _, after = cls.update(g, before, step.parameters, step.settings)
        pairs = [(after[f"s{i}"], after[f"y{i}"]) for i in range(1, int(count) + 1)]
        shortened = first_step(t, float(np.abs(g).sum()), step.settings)[0]
        numbers = {"kept": kept, "pairs_after": count, "curvature": curvature, "shortened": shortened}
        _, there, back = both_loops(-g, pairs) if pairs else (g, [], [])
        return Joint(numbers | numbers_of(pairs, there, back, step.place), {})

    @classmethod
    def formula(cls, settings: Settings) -> str:
        """As vectors: for one parameter the sum is as long as there are pairs."""
        return r"\Delta\theta = -\eta\, H g, \quad H \approx (\nabla^2 L)^{-1} \text{ with } H y_i = s_i"

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """The same in place."""
        pairs = [(room.memory[f"s{i}"], room.memory[f"y{i}"]) for i in places(room.settings)]
        t, length, shortened, step = room.memory["t"], room.single(), room.single(), room.single()
        sizes, g, direction = room.scratch(), room.scratch(), room.scratch()
        return [
            call(np.copyto, g, room.gradient),
            *([] if room.frozen is None else [call(np.copyto, g, room.number(0.0), where=room.frozen)]),
            *remember(room, g, pairs),
            call(np.negative, g, direction),
            *towards_calls(room, direction, pairs),
            call(np.absolute, g, sizes),
            total(sizes, length),
            room.numbers("first_step", first_step, (t, length), shortened),
            call(np.multiply, shortened, room.rate, step),
            call(np.multiply, direction, step, room.update),
            room.numbers("count", lambda t, _: (t + 1.0,), (t,), t),
        ]


def places(settings: Settings) -> range:
    """1, the newest pair, to the oldest."""
    return range(1, int(np.max(settings["history_size"])) + 1)


def stored(curvature: float, t: float, pairs: float, settings: Settings) -> tuple[float, float]:
    """(1 when the new pair is kept, how many there are then)."""
    kept = float(t > 0.0 and curvature > CURVED)
    return kept, min(pairs + kept, float(settings["history_size"]))


def first_step(t: float, length: float, _: Settings) -> tuple[float]:
    """min(1, 1/‖g‖₁) in the first step, then 1."""
    return (1.0 if t > 0.0 or length <= 1.0 else 1.0 / length,)


def weight_of(curvature: float, _: Settings) -> tuple[float]:
    """ρ = 1 / s·y; 0 for a pair that is not there."""
    return (1.0 / curvature if curvature else 0.0,)


def scale_of(curvature: float, square: float, _: Settings) -> tuple[float]:
    """s·y / y·y of the newest pair; 1 without one."""
    return (curvature / square if square else 1.0,)


def towards(q: Array, pairs: list[Pair]) -> Array:
    """H q."""
    return both_loops(q, pairs)[0]


def both_loops(q: Array, pairs: list[Pair]) -> tuple[Array, list[float], list[float]]:
    """H q by two loops (Nocedal and Wright, Numerical Optimization, 7.4), and what each multiplies the pairs with."""
    weights = [weight_of(float(np.dot(s, y)), {})[0] for s, y in pairs]
    shares: list[float] = []
    back: list[float] = []
    for (s, y), weight in zip(pairs, weights, strict=True):
        shares.append(float(np.dot(s, q)) * weight)
        q = q - y * shares[-1]
    s, y = pairs[0]
    r = q * scale_of(float(np.dot(s, y)), float(np.dot(y, y)), {})[0]
    for (s, y), weight, share in reversed(list(zip(pairs, weights, shares, strict=True))):
        back.insert(0, share - float(np.dot(y, r)) * weight)
        r = r + s * back[0]
    return r, shares, back


def remember(room: Room, g: Array, pairs: list[Pair]) -> list[Call]:
    """Calls that put the new pair before the others, if it is kept, and note where this step begins."""
    theta, before = room.memory["theta"], room.memory["g"]
    s, y, curvature, kept = room.scratch(), room.scratch(), room.single(), room.single()
    keep, count = np.zeros(kept.shape, dtype=bool), room.memory["pairs"]
    newest = [(s, y), *pairs[:-1]]
    moves = [move for old, new in zip(pairs, newest, strict=True) for move in zip(old, new, strict=True)]
    return [
        call(np.subtract, room.parameters, theta, s),
        call(np.subtract, g, before, y),
        inner(s, y, curvature),
        room.numbers("stored", stored, (curvature, room.memory["t"], count), kept, count),
        call(np.greater, kept, room.number(0.0), keep),
        *(call(np.copyto, into, source, where=keep) for into, source in reversed(moves)),
        call(np.copyto, theta, room.parameters),
        call(np.copyto, before, g),
    ]


def towards_calls(room: Room, q: Array, pairs: list[Pair]) -> list[Call]:
    """The two-loop recursion in place; a pair that is not there is 0 and adds nothing."""
    part, square, scale = room.scratch(), room.single(), room.single()
    curvatures, weights, shares = ([room.single() for _ in pairs] for _ in range(3))
    there: list[Call] = []
    back: list[Call] = []
    for (s, y), curvature, weight, share in zip(pairs, curvatures, weights, shares, strict=True):
        along, rest = room.single(), room.single()
        there += [
            inner(s, y, curvature),
            room.numbers("weight", weight_of, (curvature,), weight),
            inner(s, q, along),
            call(np.multiply, along, weight, share),
            call(np.multiply, y, share, part),
            call(np.subtract, q, part, q),
        ]
        back[:0] = [
            inner(y, q, along),
            call(np.multiply, along, weight, rest),
            call(np.subtract, share, rest, along),
            call(np.multiply, s, along, part),
            call(np.add, q, part, q),
        ]
    newest = pairs[0][1]
    scaling = room.numbers("scale", scale_of, (curvatures[0], square), scale)
    return [*there, inner(newest, newest, square), scaling, call(np.multiply, q, scale, q), *back]
