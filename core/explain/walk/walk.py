"""The walk: where each product stands in the sequence, at four granularities; a micro-step is made when looked at."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np

from core.explain.derivation import Index
from core.explain.walk.block import Block, Case, Places, Product
from core.explain.walk.build import blocks_of
from core.program import Program

GRANULARITIES = ("phase", "layer", "unit", "product")
KNOWN: WeakKeyDictionary[Program, Walk] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """Positions count the products that are done: 0 is before the first.

    firsts: the first number of each block, counted through the walk, and behind the last one how many there are;
    ends: by granularity, the positions at which something is complete, beginning with 0; every position for products.
    """

    blocks: tuple[Block, ...]
    firsts: Places
    ends: dict[str, Places]

    @property
    def last(self) -> int:
        """The position at the end."""
        return int(self.ends["unit"][-1])

    def count(self, granularity: str) -> int:
        """How many stages there are."""
        return self.last if granularity == "product" else len(self.ends[granularity]) - 1

    def position(self, granularity: str, stage: int) -> int:
        """Where a stage ends."""
        return stage if granularity == "product" else int(self.ends[granularity][stage])

    def stage(self, granularity: str, position: int) -> int:
        """The first stage that ends here or later."""
        return position if granularity == "product" else int(np.searchsorted(self.ends[granularity], position))

    def unit_at(self, position: int) -> tuple[Block, int]:
        """The number that the last product done belongs to: its block, and its place there."""
        unit = int(np.searchsorted(self.ends["unit"], position)) - 1
        block = int(np.searchsorted(self.firsts, unit, side="right")) - 1
        return self.blocks[block], unit - int(self.firsts[block])

    def span(self, block: Block) -> tuple[int, int]:
        """From where to where a block reaches."""
        place = self.blocks.index(block)
        first, last = self.firsts[place], self.firsts[place + 1]
        return int(self.ends["unit"][first]), int(self.ends["unit"][last])

    def start_of(self, block: Block, unit: int) -> int:
        """The position before the first product of a number."""
        return int(self.ends["unit"][self.firsts[self.blocks.index(block)] + unit])


def walk_of(program: Program) -> Walk:
    """Worked out once, and kept as long as the program lives."""
    if program not in KNOWN:
        KNOWN[program] = laid_out(blocks_of(program))
    return KNOWN[program]


def laid_out(blocks: tuple[Block, ...]) -> Walk:
    """Positions, by adding up."""
    firsts = np.concatenate([[0], np.cumsum([len(block.order) for block in blocks])])
    units = np.concatenate([[0], np.cumsum(np.concatenate([block.counts for block in blocks]))])
    pairs = [*pairwise(blocks)]
    layers = [place for place, (a, b) in enumerate(pairs, 1) if (a.phase, a.layer) != (b.phase, b.layer)]
    phases = [place for place, (a, b) in enumerate(pairs, 1) if a.phase != b.phase]
    ends = {"unit": units}
    for name, places in (("layer", layers), ("phase", phases)):
        ends[name] = units[firsts[[0, *places, len(blocks)]]]
    return Walk(blocks, firsts, ends)


@dataclass(frozen=True, slots=True, eq=False)
class MicroStep:
    """The product that was added last, and what is known by it.

    done: how many products of the number are added;  so_far: their sum;  total: of all of them.
    """

    position: int
    block: Block
    unit: int
    index: Index
    done: int
    count: int
    product: Product
    so_far: float
    total: float

    @property
    def path(self) -> str:
        """The variable that is computed."""
        return self.block.slot.path


def micro_step(walk: Walk, case: Case, position: int) -> MicroStep | None:
    """What is done at a position; None before anything is."""
    if position <= 0:
        return None
    block, unit = walk.unit_at(position)
    done, count = position - walk.start_of(block, unit), int(block.counts[unit])
    found = block.products(case, unit, range(done - 1, done))
    product = found[0] if found else Product("nothing", 0.0)
    so_far, total = block.so_far(case, unit, done), block.total(case, unit)
    return MicroStep(position, block, unit, block.index(case, unit), done, count, product, so_far, total)
