"""Letters: those issued, one letter with its PDF, issuing and withdrawing; and the check for anybody."""

from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import sheet
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, short_day, short_moment
from junction.core.pages.words import day as day_words
from junction.core.scope import ANONYMOUS
from junction.support.files.letters import LetterText, letter_pdf
from junction.support.forms.hubs import CheckLetter, IssueLetter, OneReason
from junction.support.operations.letters import issue_letter, withdraw_letter
from junction.support.queries.letters import asked_letters, check_letter, letter_name, letters, withdrawn
from junction.support.queries.needs import ANSWER, one_need, who
from junction.support.queries.where import councils
from junction.support.rules.desk import desk_on

from .hubs import mine_of


def _state(row: Any, moment: Moment) -> str:
    if row.withdrawn_at and row.withdrawn_at <= moment.at:
        return "Withdrawn"
    today = local_day(moment.at)
    return "Valid" if row.valid_from <= today < row.valid_until else "Expired"


@require_safe
@needs(ANSWER)
def letters_list(request: HttpRequest) -> HttpResponseBase:
    """Letters of one's areas, the newest first; whose each is stands on its own page."""
    by, moment = actor_of(request), _moment(request)
    kinds = [(code, one.title) for code, one in desk_on(moment.day).letters.items()]
    table = DataTable(
        name="",
        caption="Letters",
        columns=[
            Column("code", "Code",
                   lambda row: link("support:letter", row.code, row.pk, query=moment.keep("")),
                   export=lambda row: row.code),
            Column("kind", "Letter", lambda row: dict(kinds).get(row.kind, row.kind), sort="kind"),
            Column("area", "Council", lambda row: row.area.name, sort="area__name"),
            Column("issued", "Issued", lambda row: short_moment(row.issued_at), sort="issued_at",
                   export=lambda row: row.issued_at),
            Column("until", "Ends", lambda row: short_day(row.valid_until), sort="valid_until",
                   export=lambda row: row.valid_until),
            Column("state", "State", lambda row: _state(row, moment)),
        ],
        filters=[
            Filter("kind", "Letter", kinds, lambda rows, code: rows.filter(kind=code)),
            Filter("state", "State", [("withdrawn", "Withdrawn"), ("not", "Not withdrawn")],
                   lambda rows, code: withdrawn(by.scope, rows, moment.at, is_asked=code == "withdrawn")),
        ],
        default_sort="-issued",
        empty="No letter was issued.",
    )  # fmt: skip
    ways = [("Check a code", reverse("support:check-letter"))]
    if moment.is_live:
        ways.insert(0, ("Issue a letter", reverse("support:issue-letter")))
    asked = (_asked_for(moment), asked_letters(by.scope, as_at=moment.at))
    return sheet(
        request, title="Letters", back=reverse("support:desk"), ways=ways, moment=moment,
        tables=[(table, letters(by.scope, as_at=moment.at)), asked],
    )  # fmt: skip


def _asked_for(moment: Moment) -> DataTable:
    """Who asked for a letter on their page, the longest first: ring them before one is issued."""
    return DataTable(
        name="asked",
        caption="Asked for",
        columns=[
            Column("need", "Need", lambda row: link("support:case", row.reference, row.pk),
                   export=lambda row: row.reference),
            Column("area", "Council", lambda row: row.area.name),
            Column("asked", "Asked", lambda row: ago(row.asked_at, moment.at),
                   export=lambda row: row.asked_at),
            Column("issue", "Letter",
                   lambda row: link("support:issue-letter", "Issue it", query=f"?case={row.pk}"),
                   export=lambda row: ""),
        ],
        empty="Nobody waits for a letter.",
    )  # fmt: skip


def _moment(request: HttpRequest) -> Moment:
    return read_moment(request.GET, now=timezone.now(), path=request.path)


@require_safe
@needs(ANSWER)
def letter(request: HttpRequest, letter_id: int) -> HttpResponseBase:
    """One letter: whose, until when, its PDF; now or as it was at a moment."""
    by, moment = actor_of(request), _moment(request)
    one = the(letters(by.scope, as_at=moment.at).get, pk=letter_id)
    is_withdrawn = bool(one.withdrawn_at and one.withdrawn_at <= moment.at)
    desk = desk_on(one.valid_from)
    lines = [
        ("Letter", desk.letters[one.kind].title if one.kind in desk.letters else one.kind),
        ("For", letter_name(by.scope, one)), ("Council", one.area.name),
        ("State", _state(one, moment)),
        ("Issued", short_moment(one.issued_at)), ("Ends", short_day(one.valid_until)),
        ("Need", link("support:case", one.need.reference, one.need_id) if one.need else ""),
        ("Withdrawn", short_moment(one.withdrawn_at) if one.withdrawn_at and is_withdrawn else ""),
        ("Why", desk.withdrawn.get(one.withdrawn_why, one.withdrawn_why) if is_withdrawn else ""),
    ]  # fmt: skip
    ways = [("The letter as PDF", reverse("support:letter-pdf", args=[one.pk]))]
    if moment.is_live and not is_withdrawn:
        ways.append(("Withdraw it", reverse("support:withdraw-letter", args=[one.pk])))
    back = moment.keep(reverse("support:letters"))
    return sheet(request, title=f"Letter {one.code}", back=back, lines=lines, ways=ways, moment=moment)


@require_safe
@needs(ANSWER)
def pdf(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter itself, to be printed or sent."""
    by = actor_of(request)
    one = the(letters(by.scope).get, pk=letter_id)
    said = desk_on(one.valid_from).letters[one.kind]
    last = one.valid_until.fromordinal(one.valid_until.toordinal() - 1)
    text = LetterText(
        title=said.title, council=one.area.name, name=letter_name(by.scope, one), says=said.says,
        code=one.code,
        issued_on=day_words(one.valid_from), valid_until=day_words(last),
        check_at=settings.PUBLIC_ADDRESS + reverse("support:check-letter"),
        contact=settings.PRODUCT["contact"],
    )  # fmt: skip
    answer = HttpResponse(letter_pdf(text, issued_on=one.valid_from), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="letter-{one.code}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a letter to somebody who has said who they are, or for a case (`?case=`)."""
    by, now = actor_of(request), timezone.now()
    day = local_day(now)
    asked = request.GET.get("case", "")
    need = (
        the(one_need, by.scope, int(asked), permission=ANSWER)
        if asked.isdecimal() and len(asked) < 18
        else None
    )
    told = who(by.scope, need) if need else None
    form = IssueLetter(
        posted(request), kinds=[(code, one.title) for code, one in desk_on(day).letters.items()],
        councils=mine_of(by.scope, councils(by.scope, on=day), ANSWER),
        initial={"name": told.name if told else "", "area": need.area_id if need else ""},
    )  # fmt: skip
    sent: dict[str, Any] = {"need": need.pk if need else None, "by": by, "now": now}
    if form.is_valid() and (made := tried(form, issue_letter, **form.cleaned_data, **sent)):
        messages.success(request, f"The letter is issued. Its code is {made.code}.")
        return redirect("support:letter", letter_id=made.pk)
    back = reverse("support:case", args=[need.pk]) if need else reverse("support:letters")
    return ask(request, form, title="Issue a letter", button="Issue it", back=back)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def withdraw(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Let a letter hold no more."""
    by, now = actor_of(request), timezone.now()
    one = the(letters(by.scope).get, pk=letter_id)
    form = OneReason(posted(request), reasons=list(desk_on(local_day(now)).withdrawn.items()))
    back = reverse("support:letter", args=[one.pk])
    sent: dict[str, Any] = {"letter_id": one.pk, "by": by, "now": now}
    if form.is_valid() and tried(form, withdraw_letter, **form.cleaned_data, **sent) is not None:
        messages.success(request, "The letter holds no more.")
        return redirect(back)
    said = "Whoever checks its code is told that it has expired. This cannot be undone."
    return ask(request, form, title=f"Withdraw letter {one.code}", said=said, button="Withdraw it", back=back,
               ends_something=True)  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Whether a code holds: for a shop, without an account; the code stands in no address."""
    form, found = CheckLetter(posted(request)), None
    if form.is_valid():
        if refused := ratelimit.consume_or_429(request, action="check_letter"):
            return refused
        found = check_letter(ANONYMOUS.scope, form.cleaned_data["code"], on=local_day(timezone.now()))
    context = {"form": form, "found": found}
    return render(request, "support/check_letter.html", context, status=422 if form.errors else 200)
