"""What an optimizer is: gradient in, update out, and a memory whose fields have names."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from core.line import Line, Numbers, in_symbols
from core.ops.op import Array, Call
from core.optimizers.room import Room
from core.optimizers.together import Joint, Together
from core.options import Options

Memory = Mapping[str, Array]
# The learning rate of this step under "learning_rate", and every option under its own name.
Settings = Mapping[str, float]


class OptimizerRule(ABC):
    """One rule, stated twice: line by line, to be read and to be worked out, and as bound calls for the plan.

    All parameters of a network lie in one flat vector, so a rule never loops over layers.

    about: one sentence for the screen;  fields: one number per parameter each;  scalars: single numbers, such as the
    count of steps;  passes_faults: whether a gradient that is not finite always leaves a parameter or a memory that is
    not;  full_batch: why the rule needs all examples in every step, "" when it does not;  least_squares: why it needs a
    loss that is a sum of squares, "" when it does not; `update` is then handed `squares`, and `calls` room.squares;
    joint: whether the step of one parameter depends on the gradients of others;  stackable: whether the calls also run
    many replicas, with vectors (R, parameters).
    """

    label: ClassVar[str]
    source: ClassVar[str]
    about: ClassVar[str]
    options: ClassVar[Options] = {}
    fields: ClassVar[tuple[str, ...]] = ()
    scalars: ClassVar[tuple[str, ...]] = ()
    passes_faults: ClassVar[bool] = False
    full_batch: ClassVar[str] = ""
    least_squares: ClassVar[str] = ""
    joint: ClassVar[bool] = False
    stackable: ClassVar[bool] = True

    @classmethod
    def fields_of(cls, settings: Settings) -> tuple[str, ...]:
        """The fields of the memory that these settings make use of."""
        return cls.fields

    @classmethod
    def init(cls, parameters: Array, settings: Settings) -> Memory:
        """The memory before the first step: fields shaped like the parameters, then scalars; zeros, unless said."""
        fields = {field: np.zeros(parameters.shape) for field in cls.fields_of(settings)}
        return fields | {name: np.zeros(()) for name in cls.scalars}

    @classmethod
    def update(cls, gradient: Array, memory: Memory, parameters: Array, settings: Settings) -> tuple[Array, Memory]:
        """What is added to the parameters, and the memory after the step: all lines, on flat vectors."""
        numbers: dict[str, Any] = {**settings, **memory, "g": gradient, "theta": parameters}
        for line in cls.lines(settings, numbers):
            numbers[line.name] = line.of(numbers)
        return numbers["update"], {name: np.asarray(numbers[name]) for name in memory}

    @classmethod
    @abstractmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """The formula for one parameter with these settings; a line for each field of the memory, `update` comes last.

        They read g, theta, learning_rate, every option, and what is remembered, by name; `numbers` has all of those.
        """

    @classmethod
    def joint_numbers(cls, step: Together) -> Joint:
        """What its lines read of all parameters of the step together."""
        return Joint({}, {})

    @classmethod
    def formula(cls, settings: Settings) -> str:
        """The rule in TeX, as it is after the first step."""
        return in_symbols(cls.lines(settings, {"t": 1.0}))

    @classmethod
    @abstractmethod
    def calls(cls, room: Room) -> list[Call]:
        """The same as `update` as bound calls: writes room.update and room.memory in place."""
