"""The true loss of a step's batch along one weight, everything else as it was."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from core.checking.comparison import Place
from core.checking.forwards import loaded
from core.gradcheck import STEP, loss_at
from core.ops.op import Array
from core.program import Program
from core.step import Step

POINTS = 81
# The golden section narrows an interval to a hundred-millionth of itself, as near as a minimum can be seen.
NARROWINGS = 40
GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True)
class Along:
    """weight, loss, slope: as recorded, the slope is the gradient;  values, losses: the curve around them;

    lowest: the weight at its lowest point, found between the points too.
    """

    weight: float
    loss: float
    slope: float
    values: Array
    losses: Array
    lowest: float


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the curve.  slope, bend: the first and second derivative of the curve there."""

    weight: float
    loss: float
    slope: float
    bend: float


class Dial:
    """Turns one weight of a recorded step and reads the loss: examples, masks and penalties are those of the step."""

    def __init__(self, program: Program, step: Step, place: Place) -> None:
        path, self._index = place
        self._forward = loaded(program, step)
        self._target = self._forward.layout.view(self._forward.buffers.arena, path)
        self._step = step
        self.weight = float(step.parameter(path)[self._index])
        self.slope = float(step.gradient(path)[self._index])
        self.update = float(step.update(path)[self._index])

    def loss(self, weight: float) -> float:
        """The loss with this weight."""
        found = loss_at(self._forward, self._target, self._index, weight)
        self._target[self._index] = self.weight
        return found

    def point(self, weight: float) -> Point:
        """Loss, slope and bend with this weight, by central differences."""
        h = STEP * max(1.0, abs(weight))
        left, here, right = (self.loss(weight + k * h) for k in (-1.0, 0.0, 1.0))
        return Point(weight, here, (right - left) / (2.0 * h), (right - 2.0 * here + left) / h**2)

    def along(self, reach: float, points: int = POINTS) -> Along:
        """The curve from weight − reach to weight + reach; of an odd number of points the weight is one."""
        values = self.weight + np.linspace(-reach, reach, points)
        losses = np.array([self.loss(float(value)) for value in values])
        return Along(self.weight, self._step.loss, self.slope, values, losses, self._lowest(values, losses))

    def _lowest(self, values: Array, losses: Array) -> float:
        """The lowest place near the lowest point; the end itself where that is lowest, the weight where it is level."""
        heights = np.where(np.isfinite(losses), losses, np.inf)
        place, middle = int(np.argmin(heights)), len(values) // 2
        if heights[place] == heights[middle] and place != middle:  # level from here to there
            return self.weight
        if place in (0, len(values) - 1):
            return float(values[place])
        found = self._narrowed(float(values[place - 1]), float(values[place + 1]))
        return found if self.loss(found) <= losses[place] else float(values[place])

    def _narrowed(self, low: float, high: float) -> float:
        """The golden section: of the two places inside, one is inside the next, shorter interval as well."""
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        at_left, at_right = self.loss(left), self.loss(right)
        for _ in range(NARROWINGS):
            if at_left < at_right:
                high, right, at_right = right, left, at_left
                left = high - GOLDEN * (high - low)
                at_left = self.loss(left)
            else:
                low, left, at_left = left, right, at_right
                right = low + GOLDEN * (high - low)
                at_right = self.loss(right)
        return 0.5 * (low + high)


def secant(here: Along, there: Point) -> float:
    """The slope of the line through the weight and another point; at the weight itself the tangent's."""
    h = there.weight - here.weight
    rise = there.loss - here.loss
    return rise / h if h and isfinite(rise) else here.slope
