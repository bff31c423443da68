"""A path ledger is data: routes from a number to the loss, what each carries, and what all others do."""

from __future__ import annotations

from dataclasses import dataclass

from core.explain.derivation import Index, Term, added_up


@dataclass(frozen=True, slots=True)
class Hop:
    """One link of a route: the number that is left, and the term of its derivation that is followed."""

    path: str
    index: Index
    term: Term


@dataclass(frozen=True, slots=True)
class Route:
    """A way to the loss.  hops: of its largest product, from the number that is explained to the loss;

    product: of their slopes;  products: how many were added, over examples, pixels and ways between the same places;
    contribution: what they add up to;  places: where it leads through.
    """

    places: tuple[str, ...]
    hops: tuple[Hop, ...]
    product: float
    products: int
    contribution: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """Σ over routes of the product of slopes, beside what was recorded.

    row: the row of the batch it is of, None for all of it;  recorded: the adjoint, or that example's share of it;
    total: of all routes together, listed or not;  size: Σ of the products' sizes;
    count: how many routes there are, as a float since there may be very many;  closed: how many of them carry nothing
    since a slope is 0;  walked: whether each was walked; then the routes are sums over examples and pixels, else each
    is a single product;  found: how many of such sums or products there are to list.
    """

    path: str
    index: Index
    row: int | None
    recorded: float
    total: float
    size: float
    count: float
    closed: float
    walked: bool
    found: int
    routes: tuple[Route, ...]

    @property
    def listed(self) -> float:
        """What the listed routes add up to."""
        return added_up([route.contribution for route in self.routes])

    @property
    def rest(self) -> float:
        """What all others add up to."""
        return self.total - self.listed

    @property
    def others(self) -> float:
        """How many open routes are not listed."""
        return max(0.0, self.count - self.closed - sum(route.products for route in self.routes))

    @property
    def error(self) -> float:
        """How far the sum of all routes is from what was recorded, relative to the sizes of what was added."""
        size = max(abs(self.recorded), self.size)
        return abs(self.total - self.recorded) / size if size else 0.0
