"""Bugs in what an explanation adds up: shares of examples, and routes to the loss."""

from tests.bugs.bug import Bug

SHARES = ("test_shares.py",)
ROUTES = ("test_routes.py",)

EXPLANATIONS = (
    Bug(
        "tug of war: a penalty counts as an example",
        "explain/shares.py",
        'penalty = term.kind if term.example is None else ""',
        'penalty = ""',
        SHARES,
        only="penalty",
    ),
    Bug(
        "tug of war: examples behind a masked weight are not told apart",
        "explain/shares.py",
        'if term.example is not None or term.path.startswith("L/"):',
        "if True:",
        SHARES,
        only="masks_normalisation",
    ),
    Bug(
        "tug of war: the cancellation the other way round",
        "explain/shares.py",
        "return 1.0 - abs(self.net) / self.total",
        "return abs(self.net) / self.total",
        SHARES,
        only="on_paper",
    ),
    Bug(
        "routes: pixels that reach the same place share a colour",
        "explain/routes/ways.py",
        "if not (used & reached).any():",
        "if True:",
        ROUTES,
        only="images or overlapping or convolutions",
    ),
    Bug(
        "routes: a maximum is only seen where it happens to be",
        "explain/routes/ways.py",
        "    point[source.path] += tangent\n",
        "",
        ROUTES,
        only="images or overlapping",
    ),
    Bug(
        "routes: examples that meet are not told apart",
        "explain/routes/graph.py",
        'meeting = slot.role == "moment" or any(way.joins for way in found)',
        "meeting = False",
        ROUTES,
        only="meet or normalisation",
    ),
    Bug(
        "routes: one example has the routes of the next",
        "explain/routes/graph.py",
        "moved = 0 if self.meeting or not is_batched(slot) else int(self.rows[column]) * slot.strides[0]",
        "moved = 0",
        ROUTES,
        only="whichever_is_chosen",
    ),
    Bug(
        "routes: the largest product is forgotten where ways meet",
        "explain/routes/sums.py",
        "np.maximum(best[nodes], np.maximum.reduceat(sizes * best[ends], first))",
        "np.minimum.reduceat(sizes * best[ends], first)",
        ROUTES,
        only="searched_for",
    ),
    Bug(
        "routes: the search keeps too few ways on",
        "explain/routes/largest.py",
        "np.argsort(bounds)[:most]",
        "np.argsort(bounds)[:1]",
        ROUTES,
        only="searched_for",
    ),
)
