"""What an optimizer is: gradient in, update out, and a memory whose fields have names."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from core.ops.op import Array, Call

if TYPE_CHECKING:
    from core.buffers import Buffers

Memory = Mapping[str, Array]


class OptimizerRule(ABC):
    """One rule, stated twice: as a pure function to read and to explain, and as bound calls for the plan.

    All parameters of a network lie in one flat vector, so a rule never loops over layers.

    passes_faults: whether a gradient that is not finite always leaves a parameter that is not.
    """

    label: ClassVar[str]
    tex: ClassVar[str]
    source: ClassVar[str]
    memory_fields: ClassVar[tuple[str, ...]] = ()
    passes_faults: ClassVar[bool] = False

    @classmethod
    @abstractmethod
    def init(cls, parameters: Array) -> Memory:
        """The memory before the first step, one array per field, shaped like the parameters."""

    @classmethod
    @abstractmethod
    def update(cls, gradient: Array, memory: Memory, parameters: Array, learning_rate: float) -> tuple[Array, Memory]:
        """What is added to the parameters, and the memory after the step."""

    @classmethod
    @abstractmethod
    def calls(cls, gradient: Array, memory: Memory, parameters: Array, update: Array, buffers: Buffers) -> list[Call]:
        """The same as `update` as bound calls: writes `update` and the memory in place."""
