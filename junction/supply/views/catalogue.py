"""Pages of the catalogue: the list, one item with its packs and what to read about it; editing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable, Filter
from junction.supply.forms import catalogue as forms
from junction.supply.operations import editing
from junction.supply.queries import catalogue as queries

from .furniture import ask, link, posted, the, tried

EDIT = "supply.catalogue"
FORM_FIELDS = ("name", "base_unit", "plural_unit", "category", "is_ppe", "measure", "note")
TABLE = DataTable(
    name="",
    caption="Items",
    columns=[
        Column("name", "Item", lambda one: link("supply:item", one.name, one.code), sort="name",
               export=lambda one: one.name),
        Column("code", "Code", lambda one: one.code, sort="code"),
        Column("category", "Category", lambda one: one.category, sort="category"),
        Column("unit", "Counted in", lambda one: one.plural_unit),
        Column("ppe", "Protective equipment", lambda one: "Yes" if one.is_ppe else "No"),
        Column("state", "State", lambda one: "Withdrawn" if one.withdrawn_on else "In use"),
    ],
    filters=[
        Filter("ppe", "Protective equipment", [("yes", "Yes"), ("no", "No")],
               lambda rows, value: rows.filter(is_ppe=value == "yes")),
        Filter("state", "State", [("used", "In use"), ("withdrawn", "Withdrawn")],
               lambda rows, value: rows.filter(withdrawn_on__isnull=value == "used")),
    ],
    empty="No item was found. Try part of the name, its code or its trade item number.",
)  # fmt: skip


@needs("supply.see")
def items(request: HttpRequest) -> HttpResponseBase:
    """Every item that can be supplied."""
    scope = actor_of(request).scope
    asked = request.GET.get("q", "")[:100]
    found = queries.items(scope, text=asked)
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(found, request.GET)
    context = {"table": TABLE.view(found, request.GET), "asked": asked, "may_edit": scope.may(EDIT)}
    return render(request, "supply/items.html", context)


@needs("supply.see")
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item."""
    scope = actor_of(request).scope
    found = the(queries.item, scope, code)
    context = {
        "item": found,
        "packs": list(queries.packs(scope, found)),
        "substitutes": list(queries.substitutes(scope, found)),
        "links": list(queries.links(scope, found)),
        "may_edit": scope.may(EDIT),
    }
    return render(request, "supply/item.html", context)


def _to(code: str) -> str:
    return reverse("supply:item", args=[code])


def _done(request: HttpRequest, code: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(_to(code))


@needs(EDIT)
def add_item(request: HttpRequest) -> HttpResponse:
    """A new item."""
    form = forms.AddItem(posted(request))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        code, about = said.pop("code"), {"by": actor_of(request), "now": timezone.now()}
        if tried(form, editing.add_item, at="code", code=code, said=said, **about):
            return _done(request, code, f"{said['name']} is in the catalogue. Add its packs now.")
    back = reverse("supply:items")
    return ask(request, form, title="Add an item", button="Add item", back=back)


@needs(EDIT)
def change_item(request: HttpRequest, code: str) -> HttpResponse:
    """What is said of an item."""
    by = actor_of(request)
    found = the(queries.item, by.scope, code)
    started = {name: getattr(found, name) for name in FORM_FIELDS}
    form = forms.ChangeItem(posted(request), initial=started)
    if request.method == "POST" and form.is_valid():
        about = {"code": code, "said": form.cleaned_data, "by": by, "now": timezone.now()}
        if tried(form, editing.change_item, at="base_unit", **about):
            return _done(request, code, "The change is kept.")
    return ask(request, form, title=f"Change {found.name}", button="Keep change", back=_to(code))


@needs(EDIT)
def withdraw_item(request: HttpRequest, code: str) -> HttpResponse:
    """From which day an item can no longer be ordered, or that it can be again."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.item, by.scope, code)
    form: Any = (forms.WithReason if found.withdrawn_on else forms.OnADay)(posted(request))
    if request.method == "POST" and form.is_valid():
        why, on = form.cleaned_data["why"], form.cleaned_data.get("on")
        editing.withdraw_item(code=code, on=on, why=why, by=by, now=now)
        return _done(request, code, f"{found.name} {'is withdrawn' if on else 'can be ordered again'}.")
    words = ("Bring back", "Bring back") if found.withdrawn_on else ("Withdraw", "Withdraw item")
    said = "" if found.withdrawn_on else "Orders made before that day stay as they are."
    title = f"{words[0]} {found.name}"
    return ask(request, form, title=title, button=words[1], back=_to(code), said=said)


@needs(EDIT)
def add_pack(request: HttpRequest, code: str) -> HttpResponse:
    """A pack, or a way of counting."""
    by = actor_of(request)
    found = the(queries.item, by.scope, code)
    form = forms.AddPack(posted(request))
    if request.method == "POST" and form.is_valid():
        about = {"code": code, "by": by, "now": timezone.now(), **form.cleaned_data}
        if tried(form, editing.set_pack, at="name", **about):
            return _done(request, code, f"{form.cleaned_data['name']} is added.")
    said = (
        f"{found.name} is counted in {found.plural_unit}. A pack that cannot be ordered is a way of counting."
    )
    title = f"Add a pack of {found.name}"
    return ask(request, form, title=title, button="Add pack", back=_to(code), said=said)


@needs(EDIT)
def change_pack(request: HttpRequest, code: str, pack_id: int) -> HttpResponse:
    """A pack's trade item number, and whether it can be ordered."""
    by = actor_of(request)
    found = the(queries.item, by.scope, code)
    pack = the(queries.packs(by.scope, found).get, pk=pack_id)
    started = {"gtin": pack.gtin, "is_orderable": pack.is_orderable}
    form = forms.ChangePack(posted(request), initial=started)
    if request.method == "POST" and form.is_valid():
        about = {"pack_id": pack.pk, "by": by, "now": timezone.now(), **form.cleaned_data}
        if tried(form, editing.change_pack, at="gtin", **about):
            return _done(request, code, f"{pack.name} is changed.")
    title = f"Change {pack.name} of {found.name}"
    return ask(request, form, title=title, button="Keep change", back=_to(code))


@needs(EDIT)
def add_substitute(request: HttpRequest, code: str) -> HttpResponse:
    """What may stand in for an item."""
    by = actor_of(request)
    found = the(queries.item, by.scope, code)
    choices = [(one.code, one.name) for one in queries.items(by.scope) if one.pk != found.pk]
    form = forms.AddSubstitute(posted(request), items=choices)
    if request.method == "POST" and form.is_valid():
        about = {"code": code, "by": by, "now": timezone.now(), **form.cleaned_data}
        if tried(form, editing.add_substitute, at="other", **about):
            return _done(request, code, "The substitute is added.")
    title = f"What may stand in for {found.name}?"
    return ask(request, form, title=title, button="Add substitute", back=_to(code))


@needs(EDIT)
def add_link(request: HttpRequest, code: str) -> HttpResponse:
    """Something to read about an item."""
    by = actor_of(request)
    found = the(queries.item, by.scope, code)
    form = forms.AddLink(posted(request))
    if request.method == "POST" and form.is_valid():
        about = {"code": code, "said": form.cleaned_data, "by": by, "now": timezone.now()}
        if tried(form, editing.add_link, at="url", **about):
            return _done(request, code, "The link is added.")
    title = f"Add something to read about {found.name}"
    return ask(request, form, title=title, button="Add link", back=_to(code))
