"""Pages of the end of documents: what is past its date, what is asked to be destroyed, and doing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, sheet, tag_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import day as day_words
from junction.core.pages.words import moment as moment_words
from junction.core.pages.words import short_day
from junction.core.wording import sentence_case
from junction.people.queries import keys_of_one_person
from junction.record.forms.retention import CarryOut, SayReason
from junction.record.operations import retention as operations
from junction.record.queries import retention as queries
from junction.record.queries.documents import documents
from junction.record.queries.keepers import names
from junction.record.queries.retention import RETAIN
from junction.record.rules.handling import handling_rules
from junction.record.rules.retention import RetentionRules, is_past, retention_rules

NOT_BACK = "This cannot be undone."


def _whose(row: Any) -> str:
    of = row.organisation or row.area
    return of.name if of else "The nation"


def standing_table(rules: RetentionRules, moment: Moment) -> DataTable:
    """Documents and how each stands towards its date."""
    kinds = {code: kind.title for code, kind in handling_rules(moment.day).kinds.items()}
    return DataTable(
        name="",
        caption="Documents past the date until which they are kept, soon past it, held or destroyed",
        columns=[
            Column("title", "Document", lambda row: link("record:document-end", row.title, row.pk),
                   sort="title", export=lambda row: row.title),
            Column("state", "State", lambda row: tag_of(rules.states, row.standing), sort="standing",
                   export=lambda row: row.standing),
            Column("until", "Kept until", lambda row: short_day(row.retain_until), sort="retain_until",
                   export=lambda row: row.retain_until),
            Column("kind", "Kind", lambda row: kinds.get(row.kind, row.kind), sort="kind"),
            Column("whose", "Of", _whose),
            Column("received", "Received", lambda row: short_day(row.received_on), sort="received_on",
                   export=lambda row: row.received_on),
            Column("sha256", "SHA-256", lambda row: row.sha256[:12], export=lambda row: row.sha256),
        ],
        filters=[
            Filter("state", "State", [pair for pair in pairs(rules.states) if pair[0] != "kept"],
                   lambda rows, code: rows.filter(standing=code)),
            Filter("kind", "Kind", list(kinds.items()), lambda rows, code: rows.filter(kind=code)),
        ],
        default_sort="until",
        empty="No document is past its date or soon will be, and none is held.",
    )  # fmt: skip


@require_safe
@needs(RETAIN)
def retention(request: HttpRequest) -> HttpResponseBase:
    """List what is past its date, and what else is to be decided."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules = retention_rules(moment.day)
    rows = queries.to_decide(scope, rules, day=moment.day, as_at=moment.at)
    table = standing_table(rules, moment)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    ways = [("Holds", moment.keep(reverse("record:holds")))]
    context = {"title": "The end of documents", "back": reverse("record:home"), "ways": ways,
               "moment": moment, "table": table.view(rows, request.GET)}  # fmt: skip
    return render(request, "core/listing.html", context)


def history_table(rules: RetentionRules, who: Any) -> DataTable:
    """What was asked for a document, and what came of it."""
    return DataTable(
        name="asked",
        caption="Asked to be destroyed",
        columns=[
            Column("at", "Asked", lambda row: link("record:destruction", moment_words(row.asked_at), row.pk),
                   export=lambda row: row.asked_at),
            Column("by", "By", lambda row: who(row.asked_by), export=lambda row: row.asked_by),
            Column("why", "Why", lambda row: row.why),
            Column("outcome", "What came of it",
                   lambda row: rules.outcomes.get(row.outcome, "Waits for a second person")),
            Column("settled", "When", lambda row: moment_words(row.settled_at) if row.settled_at else "–",
                   export=lambda row: row.settled_at),
        ],
        empty="Nobody has asked for it.",
    )  # fmt: skip


def held_table(who: Any) -> DataTable:
    """The holds that forbid to destroy a document."""
    return DataTable(
        name="holds",
        caption="Holds in force",
        columns=[
            Column("matter", "Matter", lambda row: row.matter),
            Column("why", "Why", lambda row: row.why),
            Column("since", "Since", lambda row: moment_words(row.placed_at),
                   export=lambda row: row.placed_at),
            Column("by", "By", lambda row: who(row.placed_by), export=lambda row: row.placed_by),
        ],
        empty="It is not held.",
    )  # fmt: skip


@require_safe
@needs(RETAIN)
def document_end(request: HttpRequest, document_id: int) -> HttpResponseBase:
    """One document: until when it is kept, what forbids to destroy it, what was asked and done."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules = retention_rules(moment.day)
    rows = queries.retained(by.scope, rules, day=moment.day, as_at=moment.at)
    one: Any = the(rows.get, pk=document_id)
    held = queries.holds_on(by.scope, one, as_at=moment.at)
    asked = list(queries.destructions(by.scope, as_at=moment.at).filter(document=one))
    who = _named([*(row.asked_by for row in asked), *(row.placed_by for row in held)], by=by, now=now)
    gone = one.standing == "destroyed"
    lines = [
        ("State", tag_of(rules.states, one.standing)),
        ("Kept until", day_words(one.retain_until)),
        ("Destroyed", moment_words(one.destroyed_at) if gone else ""),
        ("Since destroyed", moment_words(one.destroyed_at) if one.destroyed_at and not gone else ""),
        ("Needed by", "; ".join(operations.needs_of(one.pk, by=by, now=now))),
        ("Of", _whose(one)),
        ("Received", day_words(one.received_on)),
        ("From", one.source),
        ("SHA-256", one.sha256),
        ("Document", link("record:document", one.title, one.pk)),
    ]
    return sheet(
        request, title="The end of a document", caption=one.title, lines=lines, moment=moment,
        tables=[(held_table(who), held), (history_table(rules, who), asked)],
        ways=_ways(one, moment) if moment.is_live else [],
        back=moment.keep(reverse("record:retention")),
    )  # fmt: skip


def _ways(one: Any, moment: Moment) -> list[tuple[str, str]]:
    """What may be done with a document as it stands."""
    ways = []
    if one.standing in ("past", "soon", "kept", "asked", "held"):
        ways.append(("Hold it", reverse("record:hold-document", args=[one.pk])))
    if one.standing == "past" and is_past(one.retain_until, day=moment.day):
        ways.append(("Ask that it be destroyed", reverse("record:ask-destruction", args=[one.pk])))
    return ways


def _named(keys: list[str], *, by: Any, now: Any) -> Any:
    found = names(by.scope, keys, own_key=by.key, now=now)
    return lambda key: sentence_case(found.get(key, ""))


def _goes(many: dict[str, int]) -> list[tuple[str, str]]:
    return [(sentence_case(name), f"{number:,}") for name, number in many.items() if number]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RETAIN)
def ask_destruction(request: HttpRequest, document_id: int) -> HttpResponse:
    """Ask that a document be destroyed, having seen what goes."""
    by, now = actor_of(request), timezone.now()
    one = the(documents(by.scope, permission=RETAIN).get, pk=document_id)
    going = operations.what_goes(document_id, by=by, now=now)
    form = SayReason(posted(request))
    back = reverse("record:document-end", args=[document_id])
    if form.is_valid() and (
        made := tried(
            form,
            operations.ask_destruction,
            document_id=document_id,
            why=form.cleaned_data["why"],
            by=by,
            now=now,
        )
    ):
        messages.success(request, "It is asked. A second person carries it out or refuses.")
        return redirect("record:destruction", made.pk)
    said = (
        f"{one.title}. With its text and its file goes: "
        + _sentence(going)
        + ". The line, the hash and where things stood stay."
    )
    return ask(request, form, title="Ask that it be destroyed", said=said, button="Ask for it", back=back)


def _sentence(going: dict[str, int]) -> str:
    found = [f"{name} ({number:,})" for name, number in going.items() if number]
    return ", ".join(found) or "nothing else"


@require_safe
@needs(RETAIN)
def destruction(request: HttpRequest, number: int) -> HttpResponseBase:
    """What was asked, what goes or went, and by whom it was settled."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.destruction, by.scope, number)
    rules = retention_rules(local_day(one.asked_at))
    is_open = one.settled_at is None
    going = operations.what_goes(one.document_id, by=by, now=now) if is_open else one.gone
    who = _named([one.asked_by, one.settled_by], by=by, now=now)
    lines = [
        ("Document", link("record:document-end", one.document.title, one.document_id)),
        ("Why", one.why),
        ("Asked", f"{moment_words(one.asked_at)}, by {who(one.asked_by)}"),
        ("What came of it", rules.outcomes.get(one.outcome, "Waits for a second person")),
        ("Settled", f"{moment_words(one.settled_at)}, by {who(one.settled_by)}" if one.settled_at else ""),
        ("Why not", one.note),
        ("The bytes", "Stay: something else needs the same file" if one.bytes_stay else ""),
        ("SHA-256", one.document.sha256),
        *_goes(going),
    ]
    ways = [("Keep it after all", reverse("record:refuse-destruction", args=[one.pk]))]
    is_own = rules.second_person and one.asked_by in keys_of_one_person(by.key)
    if not is_own:
        ways.insert(0, ("Destroy it", reverse("record:destroy", args=[one.pk])))
    said = "You asked for it: a second person carries it out." if is_open and is_own else ""
    return sheet(
        request, title="A document that is to be destroyed" if is_open else "A destruction, settled",
        lines=lines, ways=ways if is_open else [], said=said,
        back=reverse("record:document-end", args=[one.document_id]),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RETAIN)
def destroy(request: HttpRequest, number: int) -> HttpResponse:
    """Carry it out."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.destruction, by.scope, number)
    form = CarryOut(posted(request))
    if form.is_valid() and tried(form, lambda: bool(operations.destroy(number, by=by, now=now))):
        messages.success(request, "It is destroyed. Its line stays.")
        return redirect("record:destruction", number)
    going = operations.what_goes(one.document_id, by=by, now=now) if one.settled_at is None else one.gone
    said = f"{one.document.title}. With its text and its file goes: {_sentence(going)}. {NOT_BACK}"
    return ask(
        request, form, title="Destroy a document", said=said, button="Destroy it for good",
        back=reverse("record:destruction", args=[number]), ends_something=True,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RETAIN)
def refuse_destruction(request: HttpRequest, number: int) -> HttpResponse:
    """Keep it after all."""
    by, now = actor_of(request), timezone.now()
    the(queries.destruction, by.scope, number)
    form = SayReason(posted(request))
    back = reverse("record:destruction", args=[number])

    def refuse() -> bool:
        why = form.cleaned_data["why"]
        return bool(operations.refuse_destruction(number, why=why, by=by, now=now))

    if form.is_valid() and tried(form, refuse):
        messages.success(request, "It is kept.")
        return redirect(back)
    return ask(request, form, title="Keep it after all", button="Keep it", back=back)
