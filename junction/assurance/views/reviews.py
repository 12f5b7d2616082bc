"""Pages of reviews: the list with what is overdue, one with its findings, and each step of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.forms.plans import AskReview, FinishReview, Reply, WriteFinding
from junction.assurance.operations import reviews as operations
from junction.assurance.operations.reviews import Found
from junction.assurance.queries import plans as plan_queries
from junction.assurance.queries import reviews as queries
from junction.assurance.queries.addressees import who_reviews
from junction.assurance.queries.parties import may_answer
from junction.assurance.queries.reach import ANSWER, REVIEW, SEE, reaches
from junction.assurance.rules.book import assurance_rules
from junction.assurance.rules.parties import Party
from junction.assurance.rules.reviews import ReviewRules, review_rules
from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, sheet, tag_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import moment as moment_words
from junction.core.pages.words import short_day
from junction.record.queries.keepers import names

from .whose import whose

SHOWN = [("mine", "Mine"), ("open", "Not finished"), ("overdue", "Overdue"), ("again", "Due again")]


def review_table(moment: Moment, *, name: str = "", own: str = "") -> DataTable:
    """Reviews, each with its state on the day of the page."""
    rules = review_rules(moment.day)

    def state(row: Any) -> str:
        return str(row.state(day=moment.day, as_at=moment.as_at))

    return DataTable(
        name=name,
        caption="Reviews",
        columns=[
            Column("plan", "Plan", lambda row: link("assurance:review", row.entry.title, row.pk),
                   export=lambda row: row.entry.title),
            Column("whose", "Of", lambda row: whose(row.entry.plan)),
            Column("reviewers", "Reviewed by", _reviewers),
            Column("due", "Due", lambda row: short_day(row.due_on), sort="due_on",
                   export=lambda row: row.due_on),
            Column("state", "State", lambda row: tag_of(rules.states, state(row)), export=state),
            Column("found", "Findings", lambda row: row.found_so_far, sort="found_so_far", numeric=True),
        ],
        filters=[] if name else [
            Filter("open", "Show", SHOWN,
                   lambda rows, chosen: _narrowed(rows, chosen, moment, own)),
        ],
        default_sort="-due",
        empty="No plan was reviewed yet.",
    )  # fmt: skip


def _reviewers(row: Any) -> str:
    named = "; ".join(f"{post}, {of}" for post, of in zip(row.reviewers, row.departments, strict=True))
    return f"{named} (jointly)" if row.is_joint else named


def _narrowed(rows: Any, chosen: str, moment: Moment, own: str) -> Any:
    if chosen == "again":
        return rows.filter(again_on__lte=moment.day, was_followed=False)
    still_open = rows.exclude(finished_at__lte=moment.at)
    if chosen == "mine":
        return still_open.filter(accounts__contains=[own])
    return still_open.filter(due_on__lt=moment.day) if chosen == "overdue" else still_open


@require_safe
@needs(SEE)
def reviews(request: HttpRequest) -> HttpResponseBase:
    """List the reviews of plans in reach."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    table, rows = review_table(moment, own=actor_of(request).key), queries.reviews(scope, as_at=moment.as_at)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    context = {"title": "Reviews of plans", "back": moment.keep(reverse("assurance:plan-register")),
               "table": table.view(rows, request.GET), "ways": [], "moment": moment}  # fmt: skip
    return render(request, "core/listing.html", context)


def finding_table(rules: ReviewRules, kind: str) -> DataTable:
    """What was found by each criterion for plans of a kind, with the place in the plan."""
    criteria = rules.asked_of(kind)
    return DataTable(
        name="findings",
        caption="Findings",
        columns=[
            Column("criterion", "Criterion", lambda row: criteria[row.criterion], sort="criterion"),
            Column("grade", "Grade", lambda row: tag_of(rules.grades, row.grade), sort="grade",
                   export=lambda row: row.grade),
            Column("said", "Found", lambda row: row.said),
            Column("place", "Where in the plan", _where, export=lambda row: row.place or row.statement_id),
        ],
        empty="Nothing is written down yet.",
        default_sort="criterion",
    )  # fmt: skip


def _where(row: Any) -> str:
    if row.statement_id:
        return link("record:statement", row.place or "See the line", row.statement_id)
    return row.place or "–"


@require_safe
@needs(SEE)
def review(request: HttpRequest, review_id: int) -> HttpResponseBase:
    """One review: who looked, how deep, what they found, what the owner replied."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one = the(queries.review, scope, review_id, as_at=moment.as_at)
    rules = review_rules(local_day(one.asked_at))
    lines = [
        ("State", tag_of(rules.states, one.state(day=moment.day, as_at=moment.as_at))),
        ("Plan", link("assurance:plan", f"{one.entry.title} {one.entry.version}".strip(), one.entry.plan_id)),
        ("Of", whose(one.entry.plan)), ("Reviewed by", _reviewers(one)), ("Due", short_day(one.due_on)),
    ]  # fmt: skip
    known = names(scope, one.accounts, own_key=actor_of(request).key, now=now)
    lines.append(("With a sign-in here", ", ".join(known[key] for key in one.accounts)))
    lines += _ended(one, moment)
    if one.follows_id:
        lines.append(("Looks again after", link("assurance:review", "The review before", one.follows_id)))
    found = queries.findings(scope, one, as_at=moment.as_at)
    return sheet(
        request, title=f"Review: {one.entry.title}", caption=whose(one.entry.plan), lines=lines,
        tables=[(finding_table(rules, one.entry.plan.kind), found)], moment=moment,
        back=moment.keep(reverse("assurance:reviews")),
        ways=_ways(scope, one) if moment.is_live else [],
    )  # fmt: skip


def _ended(one: Any, moment: Moment) -> list[tuple[str, Any]]:
    """How a review ended, once it had."""
    if one.finished_at is None or one.finished_at > moment.at:
        return []
    return [
        ("Finished", moment_words(one.finished_at)), ("What came of it", one.summary),
        ("How deep one looked", assurance_rules(local_day(one.asked_at)).depths[one.depth]),
        ("Looked at again", short_day(one.again_on)),
        ("The owner's reply", one.reply.said if one.was_replied else "None so far"),
    ]  # fmt: skip


def _ways(scope: Any, one: Any) -> list[tuple[str, str]]:
    plan = one.entry.plan
    party = Party(plan.area_id, plan.organisation_id, plan.place_id)
    found = []
    if reaches(scope, party, REVIEW):
        if one.finished_at is None:
            found.append(("Write a finding", reverse("assurance:write-finding", args=[one.pk])))
            found.append(("Finish the review", reverse("assurance:finish-review", args=[one.pk])))
        elif not one.was_followed:
            again = reverse("assurance:ask-review", args=[plan.pk])
            found.append(("Look again", f"{again}?follows={one.pk}"))
    if one.finished_at and not one.was_replied and may_answer(scope, party):
        found.append(("Reply for the owner of the plan", reverse("assurance:reply-review", args=[one.pk])))
    return found


@require_http_methods(["GET", "POST"])
@needs(REVIEW)
def ask_review(request: HttpRequest, plan_id: int) -> HttpResponseBase:
    """Ask people to review a plan, or to look again after an earlier review."""
    by, now = actor_of(request), timezone.now()
    entry = the(plan_queries.entry, by.scope, plan_id)
    after = request.GET.get("follows", "")
    follows = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else None
    if follows is not None:
        the(queries.review, by.scope, follows)
    known = who_reviews(by.scope, entry.plan.reviewed_in, now=now)
    form = AskReview(posted(request), choices={"accounts": known})
    if form.is_valid():
        made = tried(
            form, operations.ask_review, plan_id=plan_id, reviewers=form.reviewers(),
            due_on=form.cleaned_data["due_on"], follows=follows, accounts=form.cleaned_data["accounts"],
            by=by, now=now,
        )  # fmt: skip
        if made:
            messages.success(request, "The review is asked for.")
            return redirect("assurance:review", made.pk)
    title = "Look at a plan again" if follows else "Ask for a review"
    back = reverse("assurance:plan", args=[plan_id])
    return ask(request, form, title=title, said=entry.title, button="Ask for the review", back=back)


@require_http_methods(["GET", "POST"])
@needs(REVIEW)
def write_finding(request: HttpRequest, review_id: int) -> HttpResponseBase:
    """Write what was found by one criterion."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.review, by.scope, review_id)
    rules = review_rules(local_day(one.asked_at))
    choices = {"criterion": pairs(rules.asked_of(one.entry.plan.kind)), "grade": pairs(rules.grades)}
    form = WriteFinding(posted(request), choices=choices)
    back = reverse("assurance:review", args=[review_id])
    if form.is_valid():
        found = Found(**form.cleaned_data)
        if the(tried, form, operations.write_finding, review_id=review_id, found=found, by=by, now=now):
            messages.success(request, "The finding is written down.")
            return redirect(back)
    said = "A second finding by one criterion takes the place of the first, which stays in the history."
    return ask(request, form, title="Write a finding", said=said, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(REVIEW)
def finish_review(request: HttpRequest, review_id: int) -> HttpResponseBase:
    """Finish a review."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.review, by.scope, review_id)
    depths = assurance_rules(local_day(one.asked_at)).depths
    form = FinishReview(posted(request), choices={"depth": list(enumerate(depths))})
    back = reverse("assurance:review", args=[review_id])
    if (
        form.is_valid()
        and tried(form, operations.finish_review, review_id=review_id, **form.cleaned_data, by=by, now=now)
        is not None
    ):
        messages.success(request, "The review is finished. The owner of the plan may reply.")
        return redirect(back)
    return ask(request, form, title="Finish the review", button="Finish the review", back=back)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def reply_review(request: HttpRequest, review_id: int) -> HttpResponseBase:
    """Reply for the owner of the plan."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.review, by.scope, review_id)
    form = Reply(posted(request))
    back = reverse("assurance:review", args=[review_id])
    if (
        form.is_valid()
        and tried(form, operations.reply, review_id=review_id, said=form.cleaned_data["said"], by=by, now=now)
        is not None
    ):
        messages.success(request, "Your reply stands beside the review.")
        return redirect(back)
    return ask(
        request, form, title="Reply to the review", said=one.summary, button="Send the reply", back=back
    )
