"""Nothing that supply shows, exports or writes down adds units of unlike items.

Each place that adds anything up is named in `sums.toml` with why what it adds is alike; a new one fails until
it is. Where rows of several items could come together the sum goes through `Quantity`, which refuses.
"""

import ast
import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from junction.core.audit.models import AuditEntry
from junction.supply.models import Lot, Movement
from junction.supply.operations import holding
from junction.supply.queries import flow as queries
from junction.supply.rules.units import UnlikeItems

ROOM = Path(__file__).parents[1]
IN_SQL, IN_TEMPLATE = re.compile(r"\bsum\(", re.IGNORECASE), re.compile(r"\|\s*sum\b")


def adds(node):
    """A call of `Sum`, `sum` or an array's `sum`, or SQL with one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return bool(IN_SQL.search(node.value))
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
    return name in ("Sum", "sum")


def sums_in(tree, name=""):
    """Name the function, the class with its method, or the constant around each sum of a module."""
    for node in ast.iter_child_nodes(tree):
        inner = name
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inner = f"{name}.{node.name}".lstrip(".")
        elif not name and isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            inner = node.targets[0].id
        if adds(node):
            yield inner
        yield from sums_in(node, inner)


def sums_of_supply():
    for path in ROOM.rglob("*.py"):
        if "tests" not in path.parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from (f"{path.relative_to(ROOM)}:{name}" for name in sums_in(tree))
    for path in (ROOM / "jinja2").rglob("*.*"):
        if IN_TEMPLATE.search(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(ROOM))


def test_every_sum_says_why_what_it_adds_is_alike():
    said = tomllib.loads((Path(__file__).parent / "sums.toml").read_text(encoding="utf-8"))
    named = [name for kind in said.values() for name in kind["names"]]
    found = set(sums_of_supply())
    assert len(named) == len(set(named))
    assert found - set(named) == set(), "say in sums.toml what these add up, or add them by item"
    assert set(named) - found == set(), "these add nothing up any more"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def shown(rows):\n    return rows.aggregate(n=Sum('quantity'))", ["shown"]),
        ("class Row:\n    def all(self):\n        return sum(one.units for one in self.lines)", ["Row.all"]),
        ("SQL = 'select SUM(granted) from supply_orderline'", ["SQL"]),
        ("def parts(given):\n    return given.sum()", ["parts"]),
        ("def fine(rows):\n    return len(rows)", []),
    ],
)
def test_a_sum_is_found_however_it_is_written(code, found):
    assert list(sums_in(ast.parse(code))) == found


@pytest.mark.django_db
def test_movements_of_two_items_have_no_sum(store, moved, by, now):
    moved("masks", 100, "supplier", "available", lot="masks_a")
    moved("gloves", 40, "supplier", "available", lot="gloves_a")
    region = queries.region(by.scope, "", at=now)
    of_masks = queries.movements(by.scope, region, "received", item=store.masks, as_at=now)
    assert queries.added_up(by.scope, of_masks) == 100
    of_gloves = queries.movements(by.scope, region, "received", item=store.gloves, as_at=now)
    with pytest.raises(UnlikeItems):
        queries.added_up(by.scope, of_masks | of_gloves)
    assert queries.added_up(by.scope, of_masks.filter(pk=0)) == 0


@pytest.mark.django_db
def test_what_is_set_aside_past_its_day_is_told_item_by_item(store, moved, by, now):
    moved("masks", 100, "supplier", "available", lot="masks_a")
    moved("gloves", 40, "supplier", "available", lot="gloves_a")
    Lot.objects.update(expires_on=now.date() - timedelta(days=1))
    assert holding.hold_what_is_past_its_day(by=by, now=now) == {store.masks.pk: 100, store.gloves.pk: 40}
    line = AuditEntry.objects.get(verb="supply.lots.expired")
    assert line.detail["moved"] == {str(store.masks.pk): 100, str(store.gloves.pk): 40}
    assert Movement.objects.filter(act="hold").count() == 2
