"""Needs that may be one: the list, both side by side, and what a person makes of it, with the reason."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import read_moment
from junction.core.pages.sheets import sheet
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, short_moment
from junction.core.scope import Actor
from junction.support.forms.settling import Why
from junction.support.operations import alike as operations
from junction.support.queries import alike as queries
from junction.support.queries.needs import ANSWER
from junction.support.rules.routing import routing_of
from junction.support.rules.triage import level_of

from .needs import lines_of, standing_now, who_lines

SAME = {"phone": "Telephone number", "name": "Name"}
JUDGED = {"": "To be judged", "joined": "Joined", "apart": "Kept apart"}
SAID = (
    "Stated on the web, by text or by machine, of the same telephone number or name as an open need of the"
    " same council. Whoever stated them was not told."
)


@require_safe
@needs(ANSWER)
def alike(request: HttpRequest) -> HttpResponseBase:
    """Pairs in reach, the longest waiting first."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    table = DataTable(
        name="",
        caption="Pairs",
        columns=[
            Column("need", "Later need", lambda row: link("support:one-alike", row.need.reference, row.pk),
                   export=lambda row: row.need.reference),
            Column("other", "Earlier need", lambda row: row.other.reference),
            Column("same", "The same", lambda row: SAME[row.same]),
            Column("area", "Council", lambda row: row.need.area.name, sort="need__area__name"),
            Column("found", "Found", lambda row: ago(row.found_at, moment.at), sort="found_at",
                   export=lambda row: row.found_at),
            Column("judged", "Judged", lambda row: JUDGED[row.then_judged]),
        ],
        filters=[
            Filter("judged", "Judged", [("no", "To be judged"), ("yes", "Judged")],
                   lambda rows, code: rows.filter(then_judged="") if code == "no"
                   else rows.exclude(then_judged="")),
        ],
        default_sort="found",
        empty="No two needs seem to be one.",
    )  # fmt: skip
    back = reverse("support:needs")
    tables = [(table, queries.pairs(by.scope, as_at=moment.as_at))]
    title = "Needs that may be one"
    return sheet(request, title=title, back=back, said=SAID, tables=tables, moment=moment)


@require_safe
@needs(ANSWER)
def one_alike(request: HttpRequest, pair_id: int) -> HttpResponseBase:
    """Both needs side by side; who they are about for those who may know both."""
    by = actor_of(request)
    pair = the(queries.one_pair, by.scope, pair_id)
    earlier, later = _said(by, pair.other, pair), _said(by, pair.need, pair)
    rows = [(name, earlier.get(name, ""), later.get(name, "")) for name in {**earlier, **later}]
    table = DataTable(
        name="both",
        caption="Both needs",
        columns=[
            Column("what", "", lambda row: row[0]),
            Column("earlier", f"Earlier: {pair.other.reference}", lambda row: row[1], export=lambda row: ""),
            Column("later", f"Later: {pair.need.reference}", lambda row: row[2], export=lambda row: ""),
        ],
        page_size=100,
    )
    lines = [
        ("The same", SAME[pair.same]), ("Found", short_moment(pair.found_at)),
        ("Judged", pair.get_judged_display() or "To be judged"),
        ("Judged at", short_moment(pair.judged_at) if pair.judged_at else ""),
    ]  # fmt: skip
    ways = [] if pair.judged else [
        ("They are one: join them", reverse("support:join-alike", args=[pair.pk])),
        ("They are two: keep them apart", reverse("support:keep-apart", args=[pair.pk])),
    ]  # fmt: skip
    ways += [
        (f"Need {one.reference}", reverse("support:need", args=[one.pk])) for one in (pair.other, pair.need)
    ]
    title = f"{pair.other.reference} and {pair.need.reference}"
    back = reverse("support:alike")
    return sheet(request, title=title, back=back, lines=lines, ways=ways, tables=[(table, rows)])


def _said(by: Actor, need: Any, pair: Any) -> dict[str, Any]:
    """What is known of one of the two, by the name of the line; nobody is named where one is out of reach."""
    level = level_of(need.triage, need.level)
    known = [
        ("Stated", short_moment(need.stated_at)),
        *lines_of(standing_now(need), routing_of(need.routing), level.title),
    ]
    who = who_lines(by, need) if queries.may_compare(by.scope, pair) else []
    return {name: value for name, value in [*known, *who] if value}


def _decide(
    request: HttpRequest, pair_id: int, work: Callable[..., Any], *, title: str, button: str, said: str
) -> HttpResponseBase:
    by, now = actor_of(request), timezone.now()
    pair = the(queries.one_pair, by.scope, pair_id)
    form, back = Why(posted(request)), reverse("support:one-alike", args=[pair.pk])
    sent: dict[str, Any] = {"number": pair.pk, "by": by, "now": now}
    if form.is_valid() and tried(form, work, **form.cleaned_data, **sent) is not None:
        messages.success(request, "Written down.")
        return redirect(back)
    both = f"{pair.other.reference} and {pair.need.reference}"
    return ask(request, form, title=f"{title} {both}", button=button, back=back, said=said)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def join_alike(request: HttpRequest, pair_id: int) -> HttpResponseBase:
    """Say that both are one."""
    said = "The later one ends. Its private page says nothing of the earlier one. Both keep what happened."
    work = operations.join
    return _decide(request, pair_id, work, title="Join", button="Join them", said=said)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def keep_apart(request: HttpRequest, pair_id: int) -> HttpResponseBase:
    """Say that these are two needs."""
    said, work = "Both go on.", operations.keep_apart
    return _decide(request, pair_id, work, title="Keep apart", button="Keep them apart", said=said)
