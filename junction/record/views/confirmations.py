"""Letters of confirmation: what is asked, who confirmed in time or late, and who has not."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import is_working_day, local_day, working_days_after
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
from junction.record.forms.confirmations import AskConfirmation, TakeBack, WriteLetter
from junction.record.operations import confirmations as operations
from junction.record.operations.confirmations import Asked, Letter
from junction.record.queries import confirmations as queries
from junction.record.queries.areas import areas_to_keep_for
from junction.record.queries.documents import KEEP, SEE, documents, may_keep_for, titles
from junction.record.rules.confirmations import ConfirmationRules, confirmation_rules, state_of

MOST_DOCUMENTS, MOST = 100, 400
REQUESTS = DataTable(
    name="",
    caption="What is to be confirmed",
    columns=[
        Column("title", "Letter", lambda row: link("record:confirmation-request", row.title, row.pk),
               sort="title", export=lambda row: row.title),
        Column("where", "Where", lambda row: row.area.name if row.area else "The nation"),
        Column("asked", "Asked on", lambda row: short_day(row.asked_on), sort="asked_on",
               export=lambda row: row.asked_on),
        Column("due", "Due", lambda row: due_words(row.due_on), sort="due_on", export=lambda row: row.due_on),
        Column("gates", "Money that waits for it", lambda row: row.gates or "–"),
    ],
    default_sort="-due",
    empty="Nobody is asked to confirm anything.",
)  # fmt: skip


def due_words(due_on: date) -> str:
    """The day in words; of a day on which offices are shut, when they open again."""
    if is_working_day(due_on):
        return day_words(due_on)
    return f"{day_words(due_on)}; offices open on {day_words(working_days_after(due_on, 1))}"


@require_safe
@needs(SEE)
def confirmation_requests(request: HttpRequest) -> HttpResponseBase:
    """List what is to be confirmed."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = queries.requests(scope, as_at=moment.as_at)
    if REQUESTS.wants_csv(request.GET):
        return REQUESTS.csv(rows, request.GET)
    may_ask = moment.is_live and scope.reach(KEEP).national
    ways = [("Ask for a letter", reverse("record:ask-confirmation"))] if may_ask else []
    context = {"title": "Letters of confirmation", "back": reverse("record:home"), "ways": ways,
               "moment": moment, "table": REQUESTS.view(rows, request.GET)}  # fmt: skip
    return render(request, "core/listing.html", context)


def asked_table(one: Any, rules: ConfirmationRules, moment: Moment, *, may_write: bool) -> DataTable:
    """Everybody asked, with their letter."""

    def state(row: Any) -> str:
        return state_of(one.due_on, row.letter_sent_on, day=moment.day)

    def on(name: str) -> Column:
        return Column(
            name, name.capitalize() + " on",
            lambda row: short_day(value) if (value := getattr(row, f"letter_{name}_on")) else "–",
            sort=lambda row: getattr(row, f"letter_{name}_on"),
            export=lambda row: getattr(row, f"letter_{name}_on"),
        )  # fmt: skip

    columns = [
        Column("name", "Who", lambda row: link("record:confirmation", row.name, one.pk, row.code),
               sort=lambda row: row.name, export=lambda row: row.name),
        Column("state", "State", lambda row: tag_of(rules.states, state(row)),
               sort=lambda row: list(rules.states).index(state(row)), export=state),
        on("sent"), on("received"),
        Column("signed", "Signed by", lambda row: row.letter_signed_by or "–"),
        Column("issues", "Key issues", lambda row: row.letter_key_issues or "–"),
    ]  # fmt: skip
    if may_write:
        columns.append(
            Column("more", "More",
                   lambda row: link("record:write-letter", "Write down the letter", one.pk, row.code),
                   export=lambda row: row.code)
        )  # fmt: skip
    return DataTable(
        name="", caption="Who has confirmed", columns=columns, default_sort="name", page_size=MOST,
        filters=[Filter("state", "State", pairs(rules.states),
                        lambda rows, code: [row for row in rows if state(row) == code])],
        empty="Nobody in your reach is asked.",
    )  # fmt: skip


@require_safe
@needs(SEE)
def confirmation_request(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """What is asked, how many have confirmed, and each letter."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one: Any = the(queries.request, scope, request_id, as_at=moment.as_at)
    rules = confirmation_rules(one.asked_on)
    counts = queries.counted(scope, one, rules, day=moment.day, as_at=moment.as_at)
    figures = [(word.title, counts[code], f"of {sum(counts.values()):,} asked", "", "")
               for code, word in rules.states.items()]  # fmt: skip
    readable = one.document_id and documents(scope).filter(pk=one.document_id).exists()
    lines = [
        ("To be confirmed", one.asks), ("By whom", rules.asked_of[one.asked_of].title),
        ("Where", one.area.name if one.area else "The nation"),
        ("Asked on", day_words(one.asked_on)), ("Due", due_words(one.due_on)),
        ("Money that waits for it", one.gates),
        ("The letter that asks",
         link("record:document", one.document.title, one.document_id) if readable else ""),
    ]  # fmt: skip
    rows = list(queries.asked(scope, one, rules, day=moment.day, as_at=moment.as_at))
    keeps = moment.is_live and scope.may(KEEP)
    ways = [("Take the request back", reverse("record:withdraw-confirmation-request", args=[one.pk]))]
    return sheet(
        request, title=one.title, back=moment.keep(reverse("record:confirmation-requests")), figures=figures,
        lines=lines, tables=[(asked_table(one, rules, moment, may_write=keeps), rows)], moment=moment,
        ways=ways if keeps and may_keep_for(scope, area=one.area_id) else [],
    )  # fmt: skip


def letter_table() -> DataTable:
    """The versions of one letter."""
    return DataTable(
        name="letters",
        caption="Letters, the newest first",
        columns=[
            Column("at", "Written down", lambda row: moment_words(row.recorded_at),
                   export=lambda row: row.recorded_at),
            Column("sent", "Sent on", lambda row: short_day(row.sent_on), export=lambda row: row.sent_on),
            Column("received", "Received on", lambda row: short_day(row.received_on),
                   export=lambda row: row.received_on),
            Column("signed", "Signed by", lambda row: row.signed_by),
            Column("issues", "Key issues", lambda row: row.key_issues or "–"),
        ],
        empty="No letter came.",
    )  # fmt: skip


@require_safe
@needs(SEE)
def confirmation(request: HttpRequest, request_id: int, area: str) -> HttpResponseBase:
    """One area's letter, version by version."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one = the(queries.request, scope, request_id, as_at=moment.as_at)
    rules = confirmation_rules(one.asked_on)
    row = the(queries.asked(scope, one, rules, day=moment.day, as_at=moment.as_at).get, pk=area)
    kept = documents(scope).filter(pk=row.letter_document).first() if row.letter_document else None
    lines = [
        ("State", tag_of(rules.states, state_of(one.due_on, row.letter_sent_on, day=moment.day))),
        ("To be confirmed", one.asks), ("Due", due_words(one.due_on)),
        ("Money that waits for it", one.gates),
        ("The letter", link("record:document", kept.title, kept.pk) if kept else ""),
    ]  # fmt: skip
    ways = [("Write down the letter", reverse("record:write-letter", args=[one.pk, area]))]
    return sheet(
        request, title=f"{row.name}: {one.title}", lines=lines, moment=moment,
        tables=[(letter_table(), queries.letters(scope, one, area, as_at=moment.as_at))],
        back=moment.keep(reverse("record:confirmation-request", args=[one.pk])),
        ways=ways if moment.is_live and may_keep_for(scope, area=area) else [],
    )  # fmt: skip


def _documents(scope: Any) -> list[tuple[int, str]]:
    return titles(scope, most=MOST_DOCUMENTS)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def ask_confirmation(request: HttpRequest) -> HttpResponseBase:
    """Ask areas for a letter."""
    by, now = actor_of(request), timezone.now()
    rules = confirmation_rules(local_day(now))
    if not by.scope.reach(KEEP).national:
        raise PermissionDenied("Letters of confirmation are asked for by the nation.")
    where = [("", "The nation"), *areas_to_keep_for(by.scope, on=local_day(now))]
    form = AskConfirmation(
        posted(request), kinds=pairs(rules.asked_of), areas=where, documents=_documents(by.scope)
    )
    if form.is_valid():
        said = form.cleaned_data
        asked = Asked(**{**said, "area": said["area"] or None})
        if made := tried(form, operations.ask_confirmation, asked=asked, by=by, now=now):
            messages.success(request, "It is asked. The page shows who has confirmed.")
            return redirect("record:confirmation-request", made.pk)
    back = reverse("record:confirmation-requests")
    return ask(request, form, title="Ask for a letter of confirmation", button="Ask for it", back=back)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def confirm(request: HttpRequest, request_id: int, area: str) -> HttpResponseBase:
    """Write down a letter that came."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.request, by.scope, request_id)
    rules = confirmation_rules(one.asked_on)
    row = the(queries.asked(by.scope, one, rules, day=local_day(now)).get, pk=area)
    if not may_keep_for(by.scope, area=area):
        raise Http404
    names = ("sent_on", "received_on", "signed_by", "key_issues", "document")
    form = WriteLetter(
        posted(request), documents=_documents(by.scope),
        initial={name: getattr(row, f"letter_{name}") for name in names},
    )  # fmt: skip
    back = reverse("record:confirmation-request", args=[one.pk])
    if form.is_valid():
        letter = Letter(area=area, **form.cleaned_data)
        if tried(form, operations.confirm, request_id=one.pk, letter=letter, by=by, now=now) is not None:
            messages.success(request, f"The letter of {row.name} is written down.")
            return redirect(back)
    said = (
        f"Due {due_words(one.due_on)}. A letter that is written down already is kept as an earlier version."
    )
    return ask(request, form, title=f"{row.name}: {one.title}", said=said, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def withdraw_confirmation_request(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """Take a request back."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.request, by.scope, request_id)
    form = TakeBack(posted(request))
    if (
        form.is_valid()
        and tried(
            form, operations.withdraw_request, request_id=one.pk, why=form.cleaned_data["why"], by=by, now=now
        )
        is not None
    ):
        messages.success(request, "The request is taken back.")
        return redirect("record:confirmation-requests")
    back = reverse("record:confirmation-request", args=[one.pk])
    title = f"Take back: {one.title}"
    return ask(request, form, title=title, button="Take it back", back=back, ends_something=True)
