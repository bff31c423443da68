"""A micro-step in words: what is computed, how far it has come, and what is still to come."""

from __future__ import annotations

from core.explain.walk import Case, Factor, MicroStep, Product, Walk
from core.explain.walk.backward import Adjoints, Shares
from core.explain.walk.forward import Applied, Sums
from core.explain.walk.loss import Loss
from core.explain.walk.update import Updates
from core.losses import LOSSES
from core.ops import OPS
from viz.explain.chosen import name_of
from viz.explain.numbers import decimal, rough

WORDS = {
    "nothing": "nothing that is computed later uses it",
    "others": "the other examples of the batch",
    "part": "a further part of the loss",
}


def headline(case: Case, step: MicroStep) -> str:
    """What is computed."""
    name, layer = f"`{name_of(step.path, step.index)}`", step.block.layer
    if isinstance(step.block, Sums):
        return f"**Forward, {layer}:** {name} is a weighted sum."
    if isinstance(step.block, Applied):
        return f"**Forward, {layer}:** {name} is computed in one go: {label_of(case, step)}."
    if isinstance(step.block, Loss):
        return "**The loss:** one number says how wrong the outputs are."
    if isinstance(step.block, Shares):
        return f"**Backward, {layer}:** what this example adds to the gradient of {name}."
    if isinstance(step.block, Updates):
        return f"**Update, {layer}:** {name} takes its step."
    return f"**Backward, {layer}:** how the loss changes with {name}."


def label_of(case: Case, step: MicroStep) -> str:
    """What the operation is called; the last activation may be computed in one with the loss."""
    kind = case.program.spec.output.activation if step.product.kind in LOSSES else step.product.kind
    return OPS[kind].label


def progress(walk: Walk, step: MicroStep | None) -> str:
    """So far, and still to come."""
    total = walk.last
    if step is None:
        return f"Nothing is computed yet. Still to come: {total:,} products."
    of = f"Product {step.done:,} of {step.count:,} of this number. " if step.count > 1 else ""
    left = total - step.position
    ahead = f"still to come: {left:,}" if left else "the step is complete"
    return f"{of}So far {step.position:,} of {total:,} products of the step; {ahead}."


def total_sentence(step: MicroStep) -> str:
    """What the sum has come to, and what is missing."""
    recorded = "" if isinstance(step.block, Shares | Updates) else "recorded "
    if step.done < step.count:
        left = step.count - step.done
        return (
            f"The sum so far is {decimal(step.so_far)}; {left:,} more, and it is the {recorded}{decimal(step.total)}."
        )
    if isinstance(step.block, Shares):
        return f"Complete: this example's share is {decimal(step.total)}."
    return f"Complete: {decimal(step.total)}{', as recorded' if recorded else ''}."


def example_sentence(case: Case, chosen: bool) -> str:
    """Which example is walked."""
    if case.program.batch == 1:
        return "The step has one example."
    which = f"the chosen one is walked, row {case.row}" if chosen else "the first is walked; choose another one above"
    return f"Of the {case.program.batch:,} examples of the batch {which}."


def factor_name(factor: Factor) -> str:
    """h1/W[0,0], ∂L/∂h1/z[0,0], or the number itself."""
    if not factor.path or (factor.kind == "adjoint" and factor.path.startswith("L")):
        return decimal(factor.value)
    name = name_of(factor.path, factor.index) if factor.index else factor.path
    other = {"adjoint": f"∂L/∂{name}", "share": f"this example's ∂L/∂{name}", "update": f"Δ{name}"}
    return other.get(factor.kind, name)


def product_name(product: Product) -> str:
    """h1/W[0,0] × x[0,0]."""
    if product.factors:
        return " × ".join(factor_name(one) for one in product.factors)
    if product.kind == "update":
        return " + ".join(factor_name(one) for one in product.sources[:2])
    if product.sources:
        return ", ".join(factor_name(one) for one in product.sources)
    return WORDS.get(product.kind) or (OPS[product.kind].label if product.kind in OPS else product.kind)


def note(case: Case, step: MicroStep) -> str:
    """One line for the stage."""
    name, what = name_of(step.path, step.index) if step.index else step.path, product_name(step.product)
    kind = {Adjoints: f"∂L/∂{name}", Shares: f"this example's share of ∂L/∂{name}"}.get(type(step.block), name)
    if step.count == 1:
        link = "from" if step.product.sources and step.product.kind != "update" else "="
        return f"{kind} = {decimal(step.total)} {link} {what}"
    return f"{kind}, product {step.done:,} of {step.count:,}: {what} = {decimal(step.product.value)}"


def tag_text(case: Case, step: MicroStep) -> str:
    """What stands at the unit: z so far 0.0275."""
    letter = step.path.split("/")[-1].split(":")[-1]
    if isinstance(step.block, Adjoints | Shares):
        is_delta = case.layout.slot(step.path).role == "pre_activation"
        letter = "δ" if is_delta else f"∂L/∂{letter}"
    number = rough(step.so_far, 4)
    return f"{letter} = {number}" if step.done == step.count else f"{letter} so far {number}"
