"""The rules of the house that imports cannot show: short files and functions, keys that point down."""

import ast
import hashlib
import importlib
import json
import pkgutil
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models

import junction
from junction.core.playbook import RuleVersion, load

HOUSE = Path(__file__).parents[1] / "junction"
FILES = sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)
MODULES = [path for path in FILES if "tests" not in path.parts]
MOST_LINES_IN_A_FILE = 300
MOST_LINES_IN_A_FUNCTION = 40
FLOORS = [
    {"engine"},
    {"core"},
    {"registry"},
    {"people"},
    {"returns", "guidance", "record"},
    {"supply", "outbreaks", "discharge", "support", "workforce", "assurance", "funding"},
    {"oversight"},
    {"exercise"},
    {"config"},
]
# What ruff or mypy is told to ignore, and after it whatever is said: the codes are no reason.
IGNORED = re.compile(r"#\s*(?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z,-]+\])+(?P<reason>.*)$")
BANNED_MODULE_NAMES = {"utils", "helpers", "services", "actions", "signals", "managers", "repositories"}


VERSIONS = Path(__file__).parent / "playbook-versions.toml"


def short(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", FILES, ids=short)
def test_files_and_functions_are_short(path):
    assert path.read_text(encoding="utf-8").count("\n") <= MOST_LINES_IN_A_FILE
    long = [f.name for f in functions(path) if (f.end_lineno or 0) - f.lineno >= MOST_LINES_IN_A_FUNCTION]
    assert not long, f"functions of {MOST_LINES_IN_A_FUNCTION} lines or more: {long}"


def test_what_a_tool_is_told_to_ignore_has_its_reason_beside_it():
    root = HOUSE.parent
    paths = [*FILES, *root.glob("bench/**/*.py"), *root.glob("tests/**/*.py"), root / "conftest.py"]
    bare = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            said = IGNORED.search(line)
            if said and not re.search(r"[a-z]{2}", said["reason"]):
                bare.append(f"{path.relative_to(root)}:{number}")
    assert not bare


def test_every_module_says_what_it_decides():
    silent = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if tree.body and path.name != "apps.py" and not ast.get_docstring(tree):
            silent.append(short(path))
    assert not silent


def test_no_room_has_a_name_that_says_nothing():
    assert not [short(path) for path in MODULES if path.stem in BANNED_MODULE_NAMES]


def floor(package: str) -> int:
    return next(level for level, packages in enumerate(FLOORS) if package in packages)


def test_every_package_stands_on_a_floor():
    for module in pkgutil.iter_modules(junction.__path__):
        floor(module.name)


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("junction.")]


def test_foreign_keys_point_to_the_same_package_or_a_lower_floor():
    wrong = []
    for model in own_models():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not (isinstance(field, models.ForeignKey | models.ManyToManyField) and target):
                continue
            if not target.__module__.startswith("junction."):
                continue
            here, there = model.__module__.split(".")[1], target.__module__.split(".")[1]
            if here != there and floor(there) >= floor(here):
                wrong.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert not wrong


def test_the_admin_is_read_only(rf):
    importlib.import_module("junction.config.urls")
    request = rf.get("/")
    request.user = SimpleNamespace(has_perm=lambda _: True, is_active=True, is_staff=True, is_superuser=True)
    for model, model_admin in admin.site._registry.items():
        may = [
            model_admin.has_add_permission(request),
            model_admin.has_change_permission(request),
            model_admin.has_delete_permission(request),
        ]
        assert not any(may), f"{model.__name__} can be written in the admin, past operations and audit"


REACHES_THE_DATABASE = {"queries", "operations"}


# Core is machinery that knows no domain: who may see what it keeps is decided by the floor that shows it.
GUARDED = [
    p for p in MODULES if REACHES_THE_DATABASE & {p.stem, p.parent.name} and not short(p).startswith("core/")
]


@pytest.mark.parametrize("path", GUARDED, ids=short)
def test_reads_take_a_scope_and_writes_take_an_actor(path):
    """A public query takes `scope`; a public operation takes `by`. The exceptions are named below."""
    if short(path) in WITHOUT:
        return
    rooms = {path.stem, path.parent.name}
    nameless = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        names = [a.arg for a in node.args.posonlyargs + node.args.args + node.args.kwonlyargs]
        wanted = {"scope"} if "queries" in rooms else {"by"}
        if not wanted & set(names) and f"{short(path)}:{node.name}" not in WITHOUT:
            nameless.append(f"{short(path)}:{node.name}")
    assert not nameless, nameless


@pytest.mark.parametrize("path", GUARDED, ids=short)
def test_no_query_takes_a_scope_only_to_look_guarded(path):
    """What does not narrow by its scope takes none, and is named below as a step of what does."""
    assert not re.search(r"^\s+assert scope\b", path.read_text(encoding="utf-8"), re.MULTILINE)


# Reads of public facts and of the machinery itself, and steps inside another operation's transaction.
WITHOUT: set[str] = {
    # what scopes are made from, what is one's own, and finding by a public number
    "people/queries/standing.py",
    "people/queries/own.py",
    "people/queries/lookups.py",
    # names and places of areas are public facts
    "registry/queries/areas.py:area_index",
    "registry/queries/areas.py:area_match",
    "registry/queries/areas.py:resolve_area",
    "registry/queries/areas.py:inside",
    "registry/queries/areas.py:upper_tiers",
    "registry/queries/areas.py:holders",
    "registry/queries/areas.py:topmost",
    # six digits that follow from a secret known to everybody and the moment: nothing is read or written
    "people/operations/demonstration.py:demonstration_code",
    "people/operations/sessions.py:end_sessions",
    # steps inside the posting of movements, whose caller has made sure of its actor
    "supply/operations/provider_stock.py",
    "supply/operations/accounts.py",
    "supply/operations/ledger.py:refusal_of",
    "supply/operations/shelves.py",
    # parts of two operations, what arrived and its correction, each of which has taken its actor
    "supply/operations/arriving.py:must_fit",
    "supply/operations/arriving.py:receiving_account",
    "supply/operations/arriving.py:settle_order",
    "supply/operations/arriving.py:move",
    # each order of a batch names the caller it is placed by
    "supply/operations/portal/placing.py:place_orders",
    "supply/operations/portal/placing.py:try_orders",
    # what a thing said before: kept by operations that have their actor, added to rows read within a scope
    "record/operations/former.py",
    # words are listed within operations that have their actor
    "record/operations/words.py",
    "record/queries/former.py",
    # steps of other queries: rows, or an order, that were read within a scope
    "record/queries/asks.py:alarming",
    "record/queries/asks.py:homeless",
    "record/queries/asks.py:told",
    "record/queries/leaving.py:rules_in_force",
    "record/queries/meetings.py:standing",
    "record/queries/meetings.py:told",
    "record/queries/promises.py:standing_of",
    "record/queries/promises.py:with_standing",
    "record/queries/reading.py:source_of",
    "record/queries/rebuilt.py:in_part",
    "record/queries/search.py:mentioned",
    "supply/queries/picking.py:who_took_in",
    "assurance/queries/escalations.py:searched",
    "assurance/queries/learning.py:in_state",
    "assurance/queries/learning.py:searched",
    "assurance/queries/lessons.py:searched",
    "assurance/queries/lessons.py:searched_where",
    "assurance/queries/national.py:searched",
    "assurance/queries/offered.py:searched",
    "assurance/queries/owners.py:of_owner",
    "assurance/queries/owners.py:with_owner",
    "assurance/queries/stocktakes.py:searched",
    "exercise/queries.py:is_bold",
    "record/queries/said.py:searched",
    "record/queries/words.py:holding_groups",
    # words of all documents: they only widen a search, and what it finds is found within a scope
    "record/queries/words.py:groups_of",
    # who leads the help for each region: every council may know
    "assurance/queries/offered.py:leads",
    "supply/queries/portal/orders.py:granted",
    "supply/queries/flow.py:is_inside",
    # where one order has been, read by steps that hold it locked
    "supply/operations/chains.py",
    "supply/operations/onward.py:routes_of",
    # a step inside a hold or a count, which names its actor when it lets what was cut go on
    "supply/operations/cutting.py:cut_orders",
    # rows of an import that has taken its actor; a count of searches that tells nothing of who searched
    "support/operations/directory_rows.py",
    "support/operations/service_states.py",
    "support/operations/offer_steps.py",
    "support/operations/no_results.py:count_no_result",
    # decisions on one row, inside the import of a list
    "registry/operations/imports/amending.py:place_fields",
    "registry/operations/imports/amending.py:registration_fields",
    "registry/operations/imports/amending.py:is_newer",
    "registry/operations/imports/amending.py:amend",
    "registry/operations/imports/amending.py:without_corrected",
    "registry/operations/imports/amending.py:without_repeats",
}


def said_by(version: RuleVersion) -> str:
    """Return a short digest of what a version says and from when; how its source is worded may be mended."""
    said = json.dumps([version.in_force_from.isoformat(), version.values], default=_plain, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)


def test_no_version_of_a_rule_book_is_edited_in_place():
    kept = {name: lines[-1].split()[0] for name, lines in tomllib.loads(VERSIONS.read_text()).items()}
    books = [load(path) for path in sorted(HOUSE.glob("*/playbook/*.toml"))]
    now = {one.reference: said_by(one) for book in books for one in book.versions}
    new = [f'"{name}" = ["{said}"]' for name, said in now.items() if name not in kept]
    assert not new, f"new versions: add to {VERSIONS.name}\n" + "\n".join(new)
    gone = kept.keys() - now.keys()
    assert not gone, f"decisions may rest on these versions: bring them back: {sorted(gone)}"
    edited = [f"{name}: {said}" for name, said in now.items() if kept[name] != said]
    assert not edited, f"make a new dated version, or say in {VERSIONS.name} why not:\n" + "\n".join(edited)


def test_what_was_edited_in_place_says_why():
    lines = tomllib.loads(VERSIONS.read_text())
    assert not [name for name, (_, *later) in lines.items() if any(len(one.split()) < 4 for one in later)]
