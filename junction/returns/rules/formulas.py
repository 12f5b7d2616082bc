"""The little language in which indicators are written, so that a definition is data and not code.

A formula is arithmetic and comparison over names: `occupied`, `suspected_new > 0 or confirmed_new > 0`,
`stock_gloves < 3 * daily_use_gloves`. It is read by Python's own parser and only what is listed here is
allowed; then it is written as SQL, or computed over arrays. Nothing in it can name a table or call anything.
"""

import ast
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

ARITHMETIC: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "=",
    ast.NotEq: "<>",
}


class NotAFormula(ValueError):
    """The text is not a formula of this language."""


@cache
def parse(text: str) -> ast.expr:
    """Return the parsed formula; raise `NotAFormula`."""
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as wrong:
        raise NotAFormula(text) from wrong
    to_sql(tree, _AnyName())
    return tree


class _AnyName(Mapping[str, str]):
    """Takes every name for itself: used to find what is wrong with the form of a formula alone."""

    def __getitem__(self, name: str) -> str:
        return name

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0


@cache
def names_in(text: str) -> frozenset[str]:
    """Return the names a formula speaks of."""
    return frozenset(node.id for node in ast.walk(parse(text)) if isinstance(node, ast.Name))


def is_boolean(tree: ast.expr) -> bool:
    """Tell whether a formula asks (yes or no) and does not count."""
    return isinstance(tree, ast.Compare | ast.BoolOp)


def to_sql(tree: ast.expr, columns: Mapping[str, str]) -> str:
    """Return a formula as SQL; `columns` says what SQL each name stands for. Raise `NotAFormula`."""
    match tree:
        case ast.Name(id=name):
            try:
                return columns[name]
            except KeyError as unknown:
                raise NotAFormula(f"there is no measure {name}") from unknown
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            return str(value)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            return f"({to_sql(left, columns)} {ARITHMETIC[type(op)]} {to_sql(right, columns)})"
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
            return f"({to_sql(left, columns)} {COMPARISONS[type(op)]} {to_sql(right, columns)})"
        case ast.BoolOp(op=op, values=values):
            word = " AND " if isinstance(op, ast.And) else " OR "
            return "(" + word.join(to_sql(value, columns) for value in values) + ")"
    raise NotAFormula(ast.unparse(tree))


def over_arrays(tree: ast.expr, columns: Mapping[str, Values]) -> Values:
    """Compute a formula over arrays of one shape; NaN is unknown, as NULL is in SQL."""
    match tree:
        case ast.Name(id=name):
            return np.asarray(columns[name], dtype=float)
        case ast.Constant(value=int(value)):
            return np.asarray(float(value))
        case ast.BinOp(left=left, op=op, right=right):
            a, b = over_arrays(left, columns), over_arrays(right, columns)
            return a + b if isinstance(op, ast.Add) else a - b if isinstance(op, ast.Sub) else a * b
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compare(COMPARISONS[type(op)], over_arrays(left, columns), over_arrays(right, columns))
        case ast.BoolOp(op=op, values=values):
            parts = [over_arrays(value, columns) for value in values]
            return _all_of(parts) if isinstance(op, ast.And) else 1 - _all_of([1 - part for part in parts])
    raise NotAFormula(ast.unparse(tree))


def _compare(sign: str, a: Values, b: Values) -> Values:
    holds = {">": a > b, ">=": a >= b, "<": a < b, "<=": a <= b, "=": a == b, "<>": a != b}[sign]
    return np.where(np.isnan(a) | np.isnan(b), np.nan, holds.astype(float))


def _all_of(parts: Collection[Values]) -> Values:
    """Return 0 where any part is 0, else unknown where any is unknown, else 1: SQL's three-valued AND."""
    stacked = np.broadcast_arrays(*parts)
    unknown = np.any([np.isnan(part) for part in stacked], axis=0)
    no = np.any([part == 0 for part in stacked], axis=0)
    return np.where(no, 0.0, np.where(unknown, np.nan, 1.0))
