"""What a formula of numbers comes to, read as it is written: so that the formula itself is held."""

import ast
import operator
import re

import numpy as np

from core.ops.normalise import EPSILON

OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
FUNCTIONS = {"sqrt": np.sqrt, "sign": np.sign, "max": max, "min": min}
PLAIN = {
    r"\operatorname{sign}": "sign",
    r"\varepsilon": f"{EPSILON:.20f}",
    r"\cdot": "*",
    r"\sqrt": "sqrt",
    r"\max": "max",
    r"\min": "min",
    r"\left": "",
    r"\right": "",
    "^2": "**2",
}


def value_of(formula: str) -> float:
    """Fractions, roots, squares, and products side by side."""
    formula = re.sub(r"\\tfrac\{(\d+)\}\{(\d+)\}", r"(\1/\2)", formula)
    formula = re.sub(r" \\cdot 10\^\{(-?\d+)\}", r"e\1", formula)
    for old, new in PLAIN.items():
        formula = formula.replace(old, new)
    formula = formula.replace(r"\frac", "").replace("}{", ")/(").replace("{", "(").replace("}", ")")
    formula = re.sub(r"(?<=[\d)])\s+(?=[(\d]|sign|max)", "*", formula)
    formula = re.sub(r"(?<=\d)\s*\(", "*(", formula)
    return float(counted(ast.parse(formula.strip(), mode="eval").body))


def counted(node: ast.expr) -> float:
    """Numbers, + − × ÷, powers, and a few functions."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -counted(inner)
        case ast.BinOp(left=left, op=operation, right=right):
            return OPERATIONS[type(operation)](counted(left), counted(right))
        case ast.Call(func=ast.Name(id=name), args=inner):
            return FUNCTIONS[name](*map(counted, inner))
    raise ValueError(f"cannot read {ast.dump(node)}")
