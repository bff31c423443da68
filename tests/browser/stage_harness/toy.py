"""Fake but plausible rows: a small tanh network trained on XOR-like points, recorded in the shape the stage draws."""

from __future__ import annotations

import itertools

import numpy as np

from viz.palette import for_browser


class Toy:
    """Plain back-propagation over a dense net; `rows(n)` records n steps and moves on."""

    def __init__(self, sizes=(2, 4, 1), rate=0.3, seed=3, frozen=()):
        draw = np.random.default_rng(seed)
        self.sizes, self.rate, self.at = sizes, rate, 0
        self.w = [draw.normal(0, 1.2 / np.sqrt(a), (b, a)) for a, b in itertools.pairwise(sizes)]
        self.b = [draw.normal(0, 0.3, b) for b in sizes[1:]]
        self.x = (
            draw.normal(0, 1, (8, sizes[0])) if sizes[0] > 2 else np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]) * 2 - 1
        )
        self.y = np.prod(np.sign(self.x[:, :2] + 1e-9), axis=1, keepdims=True) * -0.9
        self.frozen = set(frozen)

    def structure(self):
        names = ["x", *(f"h{k}" for k in range(1, len(self.sizes) - 1)), "out"]
        layers, nodes, first = [], {"id": [], "label": [], "x": [], "y": [], "bias": []}, 0
        edges = {"id": [], "source": [], "target": [], "parameter": [], "frozen": []}
        bias_ids, offset, starts = [], 0, []
        for k, (name, count) in enumerate(zip(names, self.sizes, strict=True)):
            label = name if k == 0 else f"{name} · tanh"
            layers.append({"name": name, "label": label, "first": first, "count": count})
            starts.append(first)
            fan = self.sizes[k - 1] if k else 0
            for i in range(count):
                nodes["id"].append(f"{name}:{i}")
                nodes["label"].append(f"x{i + 1}" if k == 0 else "ŷ" if count == 1 else f"{name}:{i}")
                nodes["x"].append(k / (len(names) - 1))
                nodes["y"].append((i + 0.5) / count if count > 1 else 0.5)
                nodes["bias"].append(offset + count * fan + i if k else -1)
                bias_ids.append(f"{name}/b[{i}]" if k else "")
                for j in range(fan):
                    edges["id"].append(f"{name}/W[{i},{j}]")
                    edges["source"].append(starts[k - 1] + j)
                    edges["target"].append(first + i)
                    edges["parameter"].append(offset + i * fan + j)
                    edges["frozen"].append(int(edges["id"][-1] in self.frozen))
            offset += count * (fan + 1) if k else 0
            first += count
        title = "-".join(map(str, self.sizes))
        return {
            "id": f"toy-{title}-{len(self.frozen)}", "title": title, "example": "mean of the examples",
            "layers": layers, "nodes": nodes, "edges": edges,
            "bias_ids": bias_ids, "bias_frozen": [0] * first, "palette": for_browser(),
        }  # fmt: skip

    def rows(self, n):
        kept = {
            name: []
            for name in (
                "step",
                "loss",
                "test_loss",
                "parameter",
                "gradient",
                "update",
                "activation",
                "delta",
                "delta_norm",
            )
        }
        for _ in range(n):
            a = [self.x]
            for w, b in zip(self.w, self.b, strict=True):
                a.append(np.tanh(a[-1] @ w.T + b))
            loss = 0.5 * float(np.mean((a[-1] - self.y) ** 2))
            delta = (a[-1] - self.y) * (1 - a[-1] ** 2) / len(self.x)
            deltas, grads = [delta], []
            for k in reversed(range(len(self.w))):
                grads.insert(0, (deltas[0].T @ a[k], deltas[0].sum(0)))
                deltas.insert(0, deltas[0] @ self.w[k] * (1 - a[k] ** 2) if k else np.zeros_like(a[0]))
            join = lambda pairs: np.concatenate([np.concatenate([w.ravel(), b]) for w, b in pairs])  # noqa: E731
            gradient = join(grads)
            step = {
                "step": self.at, "loss": loss, "test_loss": np.nan,
                "parameter": join(zip(self.w, self.b, strict=True)),
                "gradient": gradient, "update": -self.rate * gradient,
                "activation": np.concatenate([v.mean(0) if v is not a[0] else v[1] for v in a]),
                "delta": np.concatenate([d.sum(0) for d in deltas]),
                "delta_norm": np.array([np.sqrt((d**2).sum()) for d in deltas[1:]]),
            }  # fmt: skip
            for name, value in step.items():
                kept[name].append(value)
            for k, (gw, gb) in enumerate(grads):
                self.w[k] = self.w[k] - self.rate * gw
                self.b[k] = self.b[k] - self.rate * gb
            self.at += 1
        return {name: np.array(values, dtype="<i4" if name == "step" else "<f8") for name, values in kept.items()}
