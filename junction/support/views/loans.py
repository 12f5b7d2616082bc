"""Loans of volunteers for both sides: the list, one of them, offering, answering, taking back, ending."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.forms import Form
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import read_moment
from junction.core.pages.sheets import pairs
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day, short_moment
from junction.core.scope import Scope
from junction.record.queries.keepers import names
from junction.support.forms.loans import Heard, OfferLoan, Reason
from junction.support.operations import loans as operations
from junction.support.operations.loan_consent import write_down_answer
from junction.support.queries import loans as queries
from junction.support.queries.volunteers import KEEP
from junction.support.rules.loans import loan_rules
from junction.support.rules.volunteering import codes, volunteering_on

SIDES = [("lender", "Lent by you"), ("borrower", "Borrowed by you")]


def _table(scope: Scope, at: datetime, *, then: bool) -> DataTable:
    titles = dict(queries.STATES)

    def state(row: Any) -> str:
        over = row.then_state == "agreed" and row.ends_on <= local_day(at)
        return "Over" if over else titles.get(row.then_state, row.then_state)

    consents = [] if then else [
        Column("people", "Were asked", lambda row: row.people, numeric=True, sort="people"),
        Column("yes", "Said yes", lambda row: row.yes, numeric=True, sort="yes"),
    ]  # fmt: skip
    return DataTable(
        name="", caption="Loans of volunteers",
        columns=[
            Column("number", "Loan", lambda row: link("support:loan", row.reference, row.pk), sort="pk",
                   export=lambda row: row.reference),
            Column("from", "From", lambda row: row.lender.name, sort="lender__name"),
            Column("to", "To", lambda row: row.borrower.name, sort="borrower__name"),
            Column("asked", "At most", lambda row: row.asked, numeric=True, sort="asked"),
            *consents,
            Column("starts", "From day", lambda row: short_day(row.starts_on), sort="starts_on",
                   export=lambda row: row.starts_on),
            Column("ends", "Back on", lambda row: short_day(row.ends_on), sort="ends_on",
                   export=lambda row: row.ends_on),
            Column("limit", "Answer by", lambda row: short_moment(row.limit_at), sort="limit_at",
                   export=lambda row: row.limit_at),
            Column("state", "State", state, sort="then_state"),
        ],
        filters=[
            Filter("state", "State", queries.STATES, lambda rows, code: rows.filter(then_state=code)),
            Filter("side", "Whose", SIDES, lambda rows, code: queries.of_side(scope, rows, code)),
        ],
        default_sort="-number", empty="No loan was offered yet, as far as you may see.",
    )  # fmt: skip


@require_safe
@needs(KEEP)
def loans(request: HttpRequest) -> HttpResponseBase:
    """Loans from and to one's schemes; `as_at` shows how they stood at a moment."""
    by, now = actor_of(request), timezone.now()
    shown = read_moment(request.GET, now=now, path=request.path)
    rows = queries.loans(by.scope, as_at=shown.as_at, sought=sought(request))
    ways = [("Lend volunteers", reverse("support:lend"))]
    page = Listing("Loans of volunteers", reverse("support:schemes"), shown, ways=ways)
    return listed(request, _table(by.scope, shown.at, then=shown.as_at is not None), rows, page)


def asked_table(now: datetime) -> DataTable:
    """Who was asked for which loan, by references only, and a way to write down what was heard."""

    ways = loan_rules(local_day(now)).heard_by

    def answer(row: Any) -> str:
        way = ways.get(row.heard_by or "", "")
        return f"{row.get_answer_display()}, {way[:1].lower()}{way[1:]}" if way else row.get_answer_display()

    def heard(row: Any) -> Any:
        runs = row.loan.state == "agreed" and row.loan.ends_on > local_day(now)
        return link("support:write-down-lent", "Write down what they said", row.pk) if runs else ""

    return DataTable(
        name="asked", caption="Asked to help another scheme",
        columns=[
            Column("volunteer", "Volunteer",
                   lambda row: link("support:volunteer", row.volunteer.reference, row.volunteer_id),
                   export=lambda row: row.volunteer.reference),
            Column("loan", "Loan", lambda row: link("support:loan", row.loan.reference, row.loan_id),
                   export=lambda row: row.loan.reference),
            Column("scheme", "For", lambda row: row.loan.borrower.name),
            Column("answer", "Answer", answer),
            Column("heard", "Heard from them", heard, export=lambda row: ""),
        ],
        empty="Never yet.",
    )  # fmt: skip


@require_safe
@needs(KEEP)
def loan(request: HttpRequest, loan_id: int) -> HttpResponseBase:
    """One loan: how it stands, what happened, and what one may do. No volunteer is named; to the lender each
    is a reference.
    """
    by, now = actor_of(request), timezone.now()
    one = the(queries.one_loan, by.scope, loan_id)
    people, table = queries.volunteers_asked(by.scope, one.pk), asked_table(now)
    if table.wants_csv(request.GET):
        return table.csv(people, request.GET)
    steps = queries.steps_of(by.scope, one)
    offered = one.state == "offered"
    context = {
        "one": one, "steps": steps, "rules": loan_rules(local_day(one.offered_at)),
        "skills": _skills(one), "is_over": one.state == "agreed" and one.ends_on <= local_day(now),
        "names": names(by.scope, {step.by for step in steps}, own_key=by.key, now=now),
        "to_answer": offered and one.limit_at > now and queries.keeps(by.scope, one.borrower),
        "to_withdraw": offered and queries.keeps(by.scope, one.lender),
        "to_end": one.state == "agreed" and one.ends_on > local_day(now),
        "asked": table.view(people, request.GET) if people.exists() else None,
    }  # fmt: skip
    return render(request, "support/loan.html", context)


def _skills(one: Any) -> str:
    book = volunteering_on(local_day(one.offered_at))
    return ", ".join(book.skills[code].title for code in codes(book.skills, one.skills)) or "Any"


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def lend(request: HttpRequest) -> HttpResponseBase:
    """Offer volunteers of a scheme to another."""
    by, now = actor_of(request), timezone.now()
    balances = queries.balances(by.scope, now)
    others = [(one.pk, one.name) for one in queries.every_scheme(by.scope)]
    mine = [(one.scheme.pk, _balance(one)) for one in balances]
    skills = pairs(volunteering_on(local_day(now)).skills)
    form = OfferLoan(posted(request), mine=mine, others=others, skills=skills)
    back = reverse("support:loans")
    if form.is_valid():
        asked = operations.Lending(**form.cleaned_data)
        made = tried(form, operations.offer_loan, lending=asked, by=by, now=now)
        if made is not None:
            messages.success(request, "Offered. The other scheme answers; then your volunteers are asked.")
            return redirect("support:loan", loan_id=made.pk)
    said = ("The other scheme agrees or declines. Once it agrees, volunteers who said they might help"
            " elsewhere are asked, the least used first. Only those who say yes go.")  # fmt: skip
    return ask(request, form, title="Lend volunteers", button="Offer them", back=back, said=said)


def _balance(one: queries.Balance) -> str:
    return (f"{one.scheme.name}: {one.on_duty} on duty, {one.tasks} tasks wait, surplus {one.surplus},"
            f" {one.may_be_lent} may be asked")  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def agree(request: HttpRequest, loan_id: int) -> HttpResponseBase:
    """Agree to borrow volunteers."""
    said = (
        "Each volunteer is asked now. Only those who say yes are offered your tasks, and only in these days."
    )
    return _done(request, loan_id, operations.agree_loan, "Borrow volunteers from {lender}", "Agree", said)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def withdraw(request: HttpRequest, loan_id: int) -> HttpResponseBase:
    """Take an offer back."""
    return _done(
        request, loan_id, operations.withdraw_loan, "Take back the offer to {borrower}", "Take it back"
    )


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def decline(request: HttpRequest, loan_id: int) -> HttpResponseBase:
    """Decline to borrow volunteers."""
    reasons = list(loan_rules(local_day(timezone.now())).decline_reasons.items())
    title = "Decline volunteers from {lender}"
    return _done(request, loan_id, operations.decline_loan, title, "Decline", reasons=reasons)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def end_loan(request: HttpRequest, loan_id: int) -> HttpResponseBase:
    """End a loan before its day."""
    reasons = list(loan_rules(local_day(timezone.now())).end_reasons.items())
    title, said = "End the loan from {lender} to {borrower}", "What volunteers have accepted stays theirs."
    return _done(request, loan_id, operations.end_loan, title, "End it", said, reasons=reasons)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def write_down(request: HttpRequest, lent_id: int) -> HttpResponseBase:
    """Write down what a volunteer of one's own said, who cannot answer by their link."""
    by, now = actor_of(request), timezone.now()
    asked = the(queries.one_of_lender, by.scope, lent_id)
    form = Heard(posted(request), ways=list(loan_rules(local_day(now)).heard_by.items()))
    if form.is_valid():
        work = partial(write_down_answer, asked.pk, by=by, now=now, **form.cleaned_data)
        if tried(form, work) is not None:
            messages.success(request, "Written down. They can change it by their link or by telling you.")
            return redirect("support:loan", loan_id=asked.loan_id)
    days = f"{short_day(asked.loan.starts_on)} until {short_day(asked.loan.ends_on)}, the first day back"
    said = (f"{asked.volunteer.reference} is asked to help {asked.loan.borrower.name} from {days}."
            " Write down only what they said themselves.")  # fmt: skip
    back = reverse("support:loan", args=[asked.loan_id])
    title = f"What {asked.volunteer.reference} said"
    return ask(request, form, title=title, button="Write it down", back=back, said=said)


def _done(
    request: HttpRequest,
    number: int,
    work: Any,
    title: str,
    button: str,
    said: str = "",
    *,
    reasons: Any = None,
) -> HttpResponseBase:
    """Ask once more, with a reason where one is needed, and do it."""
    by = actor_of(request)
    one = the(queries.one_loan, by.scope, number)
    form = Form(posted(request)) if reasons is None else Reason(posted(request), reasons=reasons)
    if form.is_valid():
        step = partial(work, one.pk, by=by, now=timezone.now(), **form.cleaned_data)
        if tried(form, step) is not None:
            return redirect("support:loan", loan_id=one.pk)
    words = title.format(lender=one.lender.name, borrower=one.borrower.name)
    back = reverse("support:loan", args=[one.pk])
    ends = work is not operations.agree_loan
    return ask(request, form, title=words, button=button, back=back, said=said, ends_something=ends)
