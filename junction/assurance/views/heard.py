"""Soft intelligence: what was heard of places and areas, never shown to the place that it is about."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.forms.heard import ShareHeard, WithdrawHeard, WriteHeard
from junction.assurance.operations.heard import Said, share_heard, withdraw_heard, write_heard
from junction.assurance.operations.register_refusals import AboutOne
from junction.assurance.queries import heard as queries
from junction.assurance.queries.heard import HEAR
from junction.assurance.queries.parties import area_parties
from junction.assurance.rules.book import assurance_rules
from junction.assurance.rules.heard import HeardRules, heard_rules
from junction.assurance.rules.parties import Party
from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, sheet
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import moment as moment_words
from junction.core.pages.words import short_day
from junction.core.scope import Actor, Scope
from junction.registry.queries import place_by_identifier

ABOUT = [("area", "Areas"), ("place", "Places")]
SHARED = [("yes", "Councils may see it"), ("no", "Councils do not see it")]


def about(row: Any) -> str:
    """The name of the area or place it is about."""
    return str((row.area or row.place).name)


def is_shared(row: Any, moment: Moment) -> bool:
    """Whether councils could see it at a moment."""
    return row.shared_at is not None and row.shared_at <= moment.at


def heard_table(rules: HeardRules, moment: Moment) -> DataTable:
    """What was heard, the latest first."""

    def of(rows: Any, code: str) -> Any:
        return rows.filter(place__isnull=code == "area")

    def shared(rows: Any, code: str) -> Any:
        seen = {"shared_at__lte": moment.at}
        return rows.filter(**seen) if code == "yes" else rows.exclude(**seen)

    return DataTable(
        name="",
        caption="What was heard",
        columns=[
            Column("about", "About", lambda row: link("assurance:one-heard", about(row), row.pk,
                                                         query=moment.keep("")),
                   export=about),
            Column("on", "Heard on", lambda row: short_day(row.heard_on), sort="heard_on",
                   export=lambda row: row.heard_on),
            Column("by", "Said by", lambda row: row.said_by, sort="said_by"),
            Column("said", "What was said", lambda row: row.said),
            Column("grade", "Grade", lambda row: row.reliability + row.credibility,
                   sort="reliability"),
            Column("shared", "Councils may see it", lambda row: "Yes" if is_shared(row, moment) else "No"),
        ],
        filters=[
            Filter("of", "About", ABOUT, of),
            Filter("reliability", "Source", pairs(rules.reliability),
                   lambda rows, code: rows.filter(reliability=code)),
            Filter("credibility", "What it says", pairs(rules.credibility),
                   lambda rows, code: rows.filter(credibility=code)),
            Filter("shared", "Shared", SHARED, shared),
        ],
        default_sort="-on",
        empty="Nothing was heard, as far as you may see.",
    )  # fmt: skip


@require_safe
@needs(HEAR)
def heard(request: HttpRequest) -> HttpResponseBase:
    """What was heard of places and areas, for who may read it."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = queries.heard(by.scope, reader=by.key, as_at=moment.as_at)
    ways = [("Write down what was heard", reverse("assurance:write-heard"))] if moment.is_live else []
    return sheet(
        request, title="Soft intelligence", back=reverse("assurance:home"), moment=moment, ways=ways,
        said="Homes and their providers never see this page. The grade is the source's letter and the "
        "statement's number: A1 is the surest, F6 cannot be judged.",
        tables=[(heard_table(heard_rules(moment.day), moment), rows)],
    )  # fmt: skip


@require_safe
@needs(HEAR)
def one_heard(request: HttpRequest, heard_id: int) -> HttpResponseBase:
    """One thing that was heard: who said it, how far it is believed, who may see it."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one = the(queries.one_heard, by.scope, heard_id, reader=by.key, as_at=moment.as_at)
    rules = heard_rules(local_day(one.added_at))
    lines = [
        ("What was said", one.said), ("Said by", one.said_by), ("Heard on", short_day(one.heard_on)),
        ("Source", rules.reliability[one.reliability]), ("What it says", rules.credibility[one.credibility]),
        ("Councils may see it", "Yes" if is_shared(one, moment) else "No"),
        ("Written down", moment_words(one.added_at)),
    ]  # fmt: skip
    return sheet(
        request, title=f"Heard of {about(one)}", lines=lines, moment=moment,
        back=moment.keep(reverse("assurance:heard")), ways=_ways(by, one) if moment.is_live else [],
    )  # fmt: skip


def _ways(by: Actor, one: Any) -> list[tuple[str, str]]:
    if not queries.may_judge(by.scope, one, reader=by.key):
        return []
    back = ("Take it back", reverse("assurance:withdraw-heard", args=[one.pk]))
    share = ("Let councils see it", reverse("assurance:share-heard", args=[one.pk]))
    return [back] if one.shared_at else [share, back]


@require_http_methods(["GET", "POST"])
@needs(HEAR)
def write(request: HttpRequest) -> HttpResponseBase:
    """Write down what was heard."""
    by, now = actor_of(request), timezone.now()
    today = local_day(now)
    rules, kinds = heard_rules(today), assurance_rules(today)
    areas = area_parties(by.scope, kinds, list(kinds.parties), on=today, permission=HEAR)
    choices = {
        "area": [(str(one.party.area), one.name) for one in areas],
        "reliability": pairs(rules.reliability), "credibility": pairs(rules.credibility),
    }  # fmt: skip
    form = WriteHeard(posted(request), choices=choices)
    if form.is_valid():
        made = tried(form, _write, typed=form.cleaned_data, by=by, now=now)
        if made is not None:
            messages.success(request, "Written down.")
            return redirect("assurance:one-heard", made.pk)
    said = "Neither the place nor its provider sees this. Do not name who said it: give their post."
    back = reverse("assurance:heard")
    return ask(request, form, title="What was heard?", said=said, button="Write it down", back=back)


def _write(*, typed: dict[str, Any], by: Actor, now: Any) -> Any:
    party = _party(by.scope, typed["area"], typed["place"].strip())
    more = {name: typed[name] for name in typed if name not in ("area", "place")}
    return write_heard(Said(party, **more), by=by, now=now)


def _party(scope: Scope, area: str, place: str) -> Party:
    if bool(area) == bool(place):
        raise AboutOne
    if area:
        return Party(area=area)
    found = place_by_identifier(scope, "cqc-location", place, permission=HEAR)
    if found is None:
        raise AboutOne
    return Party(place=found.pk)


@require_http_methods(["GET", "POST"])
@needs(HEAR)
def share(request: HttpRequest, heard_id: int) -> HttpResponseBase:
    """Let councils and forums of the area see it."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.one_heard, by.scope, heard_id, reader=by.key)
    form, back = ShareHeard(posted(request)), reverse("assurance:one-heard", args=[one.pk])
    if form.is_valid() and tried(form, share_heard, number=one.pk, by=by, now=now) is not None:
        messages.success(request, "Councils and forums of the area see it now.")
        return redirect(back)
    title, said = f"Let councils see what was heard of {about(one)}", "This cannot be undone."
    return ask(request, form, title=title, said=said, button="Let them see it", back=back)


@require_http_methods(["GET", "POST"])
@needs(HEAR)
def withdraw(request: HttpRequest, heard_id: int) -> HttpResponseBase:
    """Take it back: nobody finds it any more but as at an earlier moment."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.one_heard, by.scope, heard_id, reader=by.key)
    form = WithdrawHeard(posted(request))
    back = reverse("assurance:one-heard", args=[one.pk])
    if form.is_valid():
        said = form.cleaned_data
        if tried(form, withdraw_heard, number=one.pk, **said, by=by, now=now) is not None:
            messages.success(request, "Taken back.")
            return redirect("assurance:heard")
    title = f"Take back what was heard of {about(one)}"
    return ask(request, form, title=title, button="Take it back", back=back, ends_something=True)
