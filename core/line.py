"""A formula line by line: each line is stated once, as TeX with places for numbers, and as a function of those."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Template
from typing import Any

import numpy as np

Numbers = Mapping[str, float]
# (name, what stands before it, what behind) → how it is written.
Writer = Callable[[str, str, str], str]

# How numbers are called in formulas; all others by their own name, with digits below: s1 is s₁.
SYMBOLS = {
    "theta": r"\theta",
    "update": r"\Delta\theta",
    "learning_rate": r"\eta",
    "slowed": r"\eta_t",
    "weight_decay": r"\lambda",
    "momentum": r"\mu",
    "dampening": r"\tau",
    "lr_decay": "d",
    "rho": r"\rho",
    "alpha": r"\alpha",
    "eps": r"\varepsilon",
    "beta1": r"\beta_1",
    "beta2": r"\beta_2",
    "momentum_decay": r"\psi",
    "mu": r"\mu_t",
    "mu_next": r"\mu_{t+1}",
    "m_hat": r"\hat m",
    "v_hat": r"\hat v",
    "w_hat": r"\hat w",
    "previous": r"g_{\text{before}}",
    "factor": r"\eta^{\pm}",
    "etaplus": r"\eta^{+}",
    "etaminus": r"\eta^{-}",
    "step_size_min": r"s_{\min}",
    "step_size_max": r"s_{\max}",
    "gamma": r"\gamma",
    "g_before": r"g_{\text{before}}",
    "theta_before": r"\theta_{\text{before}}",
    "sy": r"s_1^\top y_1",
    "yy": r"y_1^\top y_1",
    "damping": r"\lambda",
    "gradient_norm": r"\lVert g \rVert",
    "clip_norm": r"c_{\text{norm}}",
    "clip_value": r"c_{\text{value}}",
    "length": r"\lVert w + \Delta w \rVert",
    "room": "c",
    "pairs": r"\text{pairs}",
    "kept": r"\text{new}",
    "history_size": r"\text{most}",
    "shortened": r"\sigma",
    "accepted": r"\text{accepted}",
    "chosen": r"\lambda_0",
    "damping_down": r"\lambda^{-}",
    "damping_up": r"\lambda^{+}",
    "trial_loss": r"L_{\text{trial}}",
    "jr": r"(J^\top r)_j",
    "jj": r"(J^\top J)_{jj}",
    "others": r"\sum_{k \ne j} (J^\top J)_{jk}\, p_k",
    "row": r"-(J^\top r)_j",
    "loss": r"L(\theta)",
    "trial": r"L(\theta + p)",
}


@dataclass(frozen=True, slots=True)
class Line:
    """name ← rule(…), with the numbers that `tex` has places for ($beta1), under these names.

    size: of what is added up, where terms may cancel: a difference in the result is to be seen beside that.
    """

    name: str
    tex: str
    rule: Callable[..., Any]
    size: Callable[[Numbers], float] | None = None

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of the numbers that it reads."""
        return places(self.tex)

    def of(self, numbers: Mapping[str, Any]) -> Any:
        """The right side, for single numbers or for vectors."""
        return self.rule(**{name: numbers[name] for name in self.reads})

    def value(self, numbers: Numbers) -> float:
        """The right side; of an overflow what floats make of it."""
        with np.errstate(all="ignore"):
            return float(self.of({name: np.float64(value) for name, value in numbers.items()}))

    def written(self, write: Writer) -> str:
        """The right side with every place filled in."""

        def fill(place: re.Match[str]) -> str:
            return write(place[1], self.tex[: place.start()].rstrip(), self.tex[place.end() :])

        return re.sub(r"\$([a-z]\w*)", fill, self.tex)

    def symbols(self) -> str:
        """The right side in symbols."""
        return self.written(lambda name, before, behind: symbol(name))


@lru_cache(maxsize=1024)  # A step of a rule works out the same few lines again and again.
def places(tex: str) -> tuple[str, ...]:
    """The names of the places in a text, each once."""
    return tuple(Template(tex).get_identifiers())


def symbol(name: str) -> str:
    """How a number is called in a formula."""
    digits = re.fullmatch(r"([a-z])(\d+)", name)
    return SYMBOLS.get(name) or (f"{digits[1]}_{{{digits[2]}}}" if digits else name)


def in_symbols(lines: tuple[Line, ...]) -> str:
    """All lines as one formula."""
    written, known = [], set[str]()
    for line in lines:
        known |= set(line.reads)
        written.append(f"{symbol(line.name)} {arrow(line.name in known)} {line.symbols()}")
        known.add(line.name)
    return r",\quad ".join(written)


def arrow(renews: bool) -> str:
    """← where a number is renewed, = where there is a new one."""
    return r"\leftarrow" if renews else "="
