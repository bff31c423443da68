"""A toy of which only some edges travel: matrices in place of edges, a choice with every slice."""

from __future__ import annotations

import numpy as np

from tests.browser.stage_harness.toy import Toy

Rows = dict[str, np.ndarray]


def families(toy: Toy, size: int = 1) -> list[dict]:
    """The matrices of a toy, each edge said to stand for `size` weights."""
    found, first = [], 0
    for layer, (wide, high) in enumerate(zip(toy.sizes, toy.sizes[1:], strict=False)):
        name = "out" if layer == len(toy.sizes) - 2 else f"h{layer + 1}"
        shape = [high, wide] if size == 1 else [high, wide, size]
        known = {"path": f"{name}/W", "source": layer, "target": layer + 1, "rows": high, "columns": wide}
        found.append(known | {"first": first, "size": size, "after": size, "shape": shape, "frozen": []})
        first += wide * high
    return found


def sketched(toy: Toy, size: int = 1) -> dict:
    """The structure of a toy with families in place of edges: biases first, then the chosen edges."""
    known = toy.structure()
    nodes, biases = dict(known["nodes"]), sorted(place for place in known["nodes"]["bias"] if place >= 0)
    nodes["bias"] = [biases.index(place) if place >= 0 else -1 for place in nodes["bias"]]
    return known | {
        "id": f"{known['id']}-{size}",
        "nodes": nodes,
        "edges": {"id": [], "source": [], "target": [], "parameter": [], "frozen": []},
        "edge_count": len(known["edges"]["id"]),
        "families": families(toy, size),
    }


def travelling(toy: Toy, rows: Rows, chosen: list[int]) -> Rows:
    """The rows as they travel with a choice of edges, and how much the others are together."""
    known = toy.structure()
    ids = [f"{one['path']}[{edge // one['columns']},{edge % one['columns']}]"
           for one in families(toy) for edge in range(one["rows"] * one["columns"])]  # fmt: skip
    places = np.array([known["edges"]["parameter"][known["edges"]["id"].index(path)] for path in ids])
    biases = sorted(place for place in known["nodes"]["bias"] if place >= 0)
    sent = [*biases, *places[chosen]]
    left = np.delete(places, chosen)
    parts = {name: rows[name][:, sent] for name in ("parameter", "gradient", "update")}
    rest = np.linalg.norm(rows["gradient"][:, left], axis=1)
    return rows | parts | {"choice": np.array(chosen, "<i4"), "rest": rest}
