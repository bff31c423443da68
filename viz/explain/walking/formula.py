"""A micro-step in TeX: the product in symbols and in numbers, then what the sum has come to."""

from __future__ import annotations

from core.explain import Term
from core.explain.walk import Case, Factor, MicroStep
from core.explain.walk.backward import Adjoints, Shares
from core.losses import LOSSES
from core.ops import OPS
from core.optimizers import OPTIMIZERS
from core.spec.selectors import freezing
from viz.explain.notations import NOTATIONS
from viz.explain.numbers import added, decimal, factor, tex
from viz.explain.symbols import Writer
from viz.explain.walking.words import label_of


def formula(case: Case, step: MicroStep, notation: str) -> str:
    """One line for what is added, one for the sum; a number that is one product or one operation has one line."""
    writer = Writer(case.program, NOTATIONS[notation])
    left, product = name(case, writer, step), step.product
    if not product.factors:
        return whole(case, writer, step, left)
    symbols = r" \cdot ".join(symbol(case, writer, step, one) for one in product.factors)
    numbers = r" \times ".join(factor(one.value) for one in product.factors) + f" = {tex(product.value)}"
    if step.count == 1:
        return lines(left, symbols, numbers)
    so_far = left if step.done == step.count else rf"{left}\,\text{{so far}}"
    before = step.block.so_far(case, step.unit, step.done - 1)
    total = rf"{added([before, product.value])} = {tex(step.so_far)}" if step.done > 1 else tex(step.so_far)
    return rf"\begin{{aligned}} {symbols} &= {numbers} \\[0.2em] {so_far} &= {total} \end{{aligned}}"


def name(case: Case, writer: Writer, step: MicroStep) -> str:
    """What is computed, as a symbol."""
    if step.path.startswith("L"):
        return writer.notation.cost
    number = step.path, step.index
    if isinstance(step.block, Shares) and case.program.batch > 1:
        return rf"{writer.adjoint(number)}\,\text{{by this example}}"
    return writer.adjoint(number) if isinstance(step.block, Adjoints | Shares) else writer.symbol(number)


def symbol(case: Case, writer: Writer, step: MicroStep, one: Factor) -> str:
    """A factor as a symbol; a slope by what it is called, or as a number."""
    if one.path == "L/terms":
        return rf"\ell_{{{','.join(map(str, one.index[1:]))}}}"
    if one.path.startswith("L"):
        return tex(one.value)
    if one.kind in ("adjoint", "share"):
        return writer.adjoint((one.path, one.index))
    if one.path:
        return writer.symbol((one.path, one.index))
    return slope(writer, step) if isinstance(step.block, Adjoints) else tex(one.value)


def slope(writer: Writer, step: MicroStep) -> str:
    """∂k/∂u as the chain rule writes it."""
    upstream, own = step.product.factors
    term = Term(upstream.path, upstream.index, None, step.product.kind, upstream.value, own.value)
    return writer.slope((step.path, step.index), term)


def whole(case: Case, writer: Writer, step: MicroStep, left: str) -> str:
    """What is no product: an operation applied to what it reads, an update, a part of the loss."""
    product, sources = step.product, step.product.sources
    if product.kind == "update":
        before, change, _ = sources
        new = rf"{tex(before.value)} {'-' if change.value < 0 else '+'} {tex(abs(change.value))}"
        return lines(left, rf"{left} + \Delta {left}", f"{new} = {tex(step.total)}", r"\leftarrow")
    if step.path.startswith("L") and step.count > 1:
        return rf"{left}\,\text{{so far}} = \dots + {tex(product.value)} = {tex(step.so_far)}"
    if not sources:
        return rf"{left} = {tex(step.total)}"
    called = rf"\text{{{label_of(case, step)}}}"
    names = r",\ ".join(writer.symbol((one.path, one.index)) for one in sources)
    values = r",\ ".join(tex(one.value) for one in sources)
    return lines(left, f"{called}({names})", rf"{called}({values}) = {tex(step.total)}")


def lines(left: str, symbols: str, numbers: str, sign: str = "=") -> str:
    """In symbols, and below in numbers: side by side they are wider than the card."""
    return rf"\begin{{aligned}} {left} &{sign} {symbols} \\[0.2em] &= {numbers} \end{{aligned}}"


def updated(case: Case, step: MicroStep) -> str:
    """What the optimizer has read, or why it adds nothing."""
    by = freezing(case.program.spec.frozen, step.path, step.index)
    if by is not None:
        return f"It is frozen by `{by}`, so nothing is added to it."
    label, read = OPTIMIZERS[case.program.spec.optimizer.name].label, step.product.sources[2].value
    gradient = "gradient" if read == float(case.step.gradient(step.path)[step.index]) else "clipped gradient"
    return f"{label} has read {decimal(read)}, the {gradient} of the whole batch."


def rule_of(case: Case, step: MicroStep) -> str:
    """The formula of the operation, as a sentence; "" where there is none."""
    kind, rules = step.product.kind, {**OPS, **LOSSES}
    if kind == "update":
        return updated(case, step)
    if kind not in rules:
        return ""
    rule = OPS[case.program.spec.output.activation] if kind in LOSSES and step.block.phase == "forward" else rules[kind]
    return f"{rule.label[0].upper()}{rule.label[1:]}: ${rule.tex}$"
