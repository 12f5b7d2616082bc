"""Filing one return: the form, the check of the answers, and the reference at the end.

One address for all of it. Each button names its step; the answers travel with the page as a signed draft
(`drafts.py`), so that going back, a second tab or a lost session lose nothing.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.errors import explain

from ..forms.answers import boxes_filled, boxes_to_fill
from ..operations.filing import check_return
from ..operations.filing import file_return as store_return
from ..operations.phone import file_by_phone
from ..operations.refusals import CannotTakeReturn, SomebodyElseFiled
from ..queries.sheets import FILE, NotAskedFor, Sheet, sheet
from ..rules.checks import Problem
from ..rules.judging import Filing
from ..rules.prefill import filled_in
from ..rules.questions import carried_over
from .drafts import Draft, keeps_what_was_typed, read_draft, what_was_kept
from .sheet_pages import Typed, another_version, check_page, form_page


def the_sheet(request: HttpRequest, place_id: int, question_set: str, *, permission: str = FILE) -> Sheet:
    """Load what the page is about; what is out of reach or makes no sense does not exist."""
    asked_for = request.GET.get("about_on", "")
    try:
        return sheet(
            actor_of(request).scope,
            place_id=place_id,
            question_set=question_set,
            day=date.fromisoformat(asked_for) if asked_for else None,
            permission=permission,
            now=timezone.now(),
        )
    except NotAskedFor:
        raise
    except (LookupError, ValueError, ObjectDoesNotExist) as nothing:
        raise Http404 from nothing


def not_asked_page(request: HttpRequest, why: str) -> HttpResponse:
    """Say that nobody asks for this return, and where what is asked stands."""
    sent = ("Nothing was sent.",) if request.method == "POST" else ()
    sentences = (why, *sent, "What is asked of your places stands under Returns.")
    return explain(request, status=404, title="This return is not asked for", sentences=sentences)


@keeps_what_was_typed
@needs(FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def file_return(request: HttpRequest, place_id: int, question_set: str) -> HttpResponse:
    """File the return of a place for the day that is open, or for the day named by `?about_on=`."""
    try:
        page = the_sheet(request, place_id, question_set)
    except NotAskedFor as refused:
        return not_asked_page(request, str(refused))
    kept = what_was_kept(request) if request.method != "POST" else None
    typed: Typed = request.POST if request.method == "POST" else kept or {}
    step = STEPS.get(typed.get("step", ""), show_form)
    if kept and step is send:
        step = show_check  # nothing is sent by signing in
    return step(request, page, typed)


def show_form(request: HttpRequest, page: Sheet, typed: Typed) -> HttpResponse:
    """Show the form, filled in from the day's own return, else from the last one."""
    answers = (
        page.current.answers if page.current else filled_in(page.question_set.questions, page.last_answers)
    )
    boxes = boxes_to_fill(page.question_set.questions, answers=answers, last=page.last_answers)
    return form_page(request, page, boxes=boxes)


def read_form(page: Sheet, typed: Typed) -> tuple[list[Any], dict[str, Any], dict[str, str]]:
    """Return the boxes, the answers and the errors by control that reading the form finds."""
    boxes, answers = boxes_filled(page.question_set.questions, posted=typed, last=page.last_answers)
    errors = {box.id: box.error for box in boxes if box.error}
    if page.on_behalf and not str(typed.get("spoke_to", "")).strip():
        errors = {"spoke_to": "Enter the role of the person you spoke to"} | errors
    if page.current and not str(typed.get("why", "")).strip():
        errors["why"] = "Enter the reason for the correction"
    return boxes, answers, errors


def check(request: HttpRequest, page: Sheet, typed: Typed) -> HttpResponse:
    """Read the form; show it again with all that is wrong at once, or the answers to check."""
    boxes, answers, errors = read_form(page, typed)
    draft = draft_of(request, page, typed, answers)
    found = found_in(request, page, draft)
    errors = {f"q-{problem.question}": problem.message for problem in found if problem.is_error} | errors
    if not errors:
        return check_page(request, page, draft, found)
    boxes = [box.with_error(errors.get(box.id, "")) for box in boxes]
    return form_page(
        request,
        page,
        boxes=boxes,
        typed=typed,
        errors=down_the_page(page, errors),
        spoke_to_error=errors.get("spoke_to", ""),
        why_error=errors.get("why", ""),
    )


def down_the_page(page: Sheet, errors: dict[str, str]) -> list[tuple[str, str]]:
    """Return errors in the order of the boxes on the page."""
    asked = [
        f"q-{question.code}" for _, questions in page.question_set.in_sections() for question in questions
    ]
    order = {control: number for number, control in enumerate(["spoke_to", "why", *asked])}
    return sorted(errors.items(), key=lambda error: order.get(error[0], len(order)))


def filing_of(page: Sheet, draft: Draft, confirmed: frozenset[str]) -> Filing:
    """Return the draft as a return to be judged and stored."""
    return Filing(
        place_id=page.place.id,
        question_set=page.question_set.name,
        about_on=page.about_on,
        answers=draft.answers,
        channel="phone" if page.on_behalf else "web",
        confirmed=confirmed,
        nothing_changed=draft.nothing_changed,
        expected_version=draft.expected_version,
        why=draft.why,
    )


def found_in(request: HttpRequest, page: Sheet, draft: Draft) -> list[Problem]:
    """Return what the checks find in a draft."""
    by = actor_of(request)
    return list(check_return(filing_of(page, draft, frozenset()), by=by, now=page.now).problems)


def draft_of(
    request: HttpRequest, page: Sheet, typed: Typed, answers: dict[str, Any], *, same: bool = False
) -> Draft:
    expected = str(typed.get("expected_version", ""))
    return Draft(
        path=request.get_full_path(),
        expected_version=int(expected) if expected.isdecimal() and len(expected) < 9 else page.version,
        answers=answers,
        nothing_changed=same,
        spoke_to=str(typed.get("spoke_to", "")).strip()[:80] if page.on_behalf else "",
        why=str(typed.get("why", "")).strip()[:300],
    )


def say_nothing_changed(request: HttpRequest, page: Sheet, typed: Typed) -> HttpResponse:
    """Show what "nothing has changed" says, to be sent as it stands."""
    if not page.may_say_nothing_changed:
        return show_form(request, page, typed)
    answers = carried_over(page.question_set, page.last_answers)
    boxes = boxes_to_fill(page.question_set.questions, answers=answers, last=page.last_answers)
    if page.on_behalf and not str(typed.get("spoke_to", "")).strip():
        error = "Enter the role of the person you spoke to"
        return form_page(request, page, boxes=boxes, errors=[("spoke_to", error)], spoke_to_error=error)
    draft = draft_of(request, page, typed, answers, same=True)
    found = found_in(request, page, draft)
    if wrong := [(f"q-{problem.question}", problem.message) for problem in found if problem.is_error]:
        boxes = [box.with_error(dict(wrong).get(box.id, "")) for box in boxes]
        return form_page(request, page, boxes=boxes, typed=typed, errors=wrong)
    return check_page(request, page, draft, found)


def show_check(request: HttpRequest, page: Sheet, typed: Typed) -> HttpResponse:
    """Show the answers of a draft to check once more."""
    draft = read_draft(typed.get("draft", ""), path=request.get_full_path())
    if draft is None:
        return show_form(request, page, typed)
    return check_page(request, page, draft, found_in(request, page, draft))


def change(request: HttpRequest, page: Sheet, typed: Typed, wrong: Iterable[Problem] = ()) -> HttpResponse:
    """Show the form again with the answers of the draft; the address ends in the question to change."""
    draft = read_draft(typed.get("draft", ""), path=request.get_full_path())
    if draft is None:
        return show_form(request, page, typed)
    boxes = boxes_to_fill(page.question_set.questions, answers=draft.answers, last=page.last_answers)
    expected = typed.get("over") or draft.expected_version
    again = {"expected_version": expected, "spoke_to": draft.spoke_to, "why": draft.why}
    errors = {f"q-{problem.question}": problem.message for problem in wrong}
    boxes = [box.with_error(errors.get(box.id, "")) for box in boxes]
    return form_page(request, page, boxes=boxes, typed=again, errors=down_the_page(page, errors))


def send(request: HttpRequest, page: Sheet, typed: Typed) -> HttpResponse:
    """Send the draft: to the reference, or back to what must be confirmed, mended or compared."""
    draft = read_draft(typed.get("draft", ""), path=request.get_full_path())
    if draft is None:
        return show_form(request, page, typed)
    confirmed = frozenset(request.POST.getlist("confirmed"))
    filing, by = filing_of(page, draft, confirmed), actor_of(request)
    try:
        if page.on_behalf:
            file_by_phone(filing, spoke_to=draft.spoke_to, by=by, now=page.now)
        else:
            store_return(filing, by=by, now=page.now)
    except SomebodyElseFiled:
        return another_version(request, page, draft)
    except CannotTakeReturn as refused:
        if wrong := [problem for problem in refused.problems if problem.is_error]:
            return change(request, page, typed, wrong)
        return check_page(request, page, draft, refused.problems, confirmed=confirmed)
    return redirect("returns:return-filed", page.place.id, page.question_set.name, page.about_on.isoformat())


STEPS = {
    "check": check,
    "nothing-changed": say_nothing_changed,
    "change": change,
    "send": send,
}


@needs(FILE)
@require_safe
def return_filed(request: HttpRequest, place_id: int, question_set: str, about_on: date) -> HttpResponse:
    """Say that the return is in: its reference and what happens next."""
    try:
        page = sheet(
            actor_of(request).scope,
            place_id=place_id,
            question_set=question_set,
            day=about_on,
            now=timezone.now(),
        )
    except (LookupError, ObjectDoesNotExist) as nothing:
        raise Http404 from nothing
    if page.current is None:
        return redirect(reverse("returns:file-return", args=[place_id, question_set]))
    context = {"sheet": page, "next": page.next_after}
    return render(request, "returns/return_filed.html", context)
