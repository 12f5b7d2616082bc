"""How the pages of one return are drawn: the form, the answers to check, and two versions side by side."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from junction.core.pages import render

from ..forms.answers import words
from ..forms.checking import Checked, all_by_section, checked, line_about
from ..forms.sections import in_sections
from ..queries.sheets import Sheet
from ..rules.checks import Problem
from ..rules.differences import differences
from .drafts import Draft

Typed = Mapping[str, Any]


def form_page(
    request: HttpRequest, page: Sheet, *, boxes: list[Any], typed: Typed | None = None, **more: Any
) -> HttpResponse:
    """Draw the form with what stands in its boxes; an answer that is wrong makes it 422."""
    typed = typed or {}
    errors = more.setdefault("errors", [])
    sections = in_sections(page.question_set, boxes)
    context = {
        "sheet": page,
        "sections": sections,
        "filled_in": sum(section.is_filled_in for section in sections),
        "here": request.get_full_path(),
        "expected_version": typed.get("expected_version", page.version),
        "spoke_to": typed.get("spoke_to", ""),
        "why": typed.get("why", ""),
        **more,
    }
    return render(request, "returns/file_return.html", context, status=422 if errors else 200)


def check_page(
    request: HttpRequest,
    page: Sheet,
    draft: Draft,
    found: list[Problem],
    *,
    confirmed: frozenset[str] | None = None,
) -> HttpResponse:
    """Draw the answers to check. With `confirmed`, sending was tried, and what is not among them is wrong."""
    warnings = warnings_of(page, draft, found, confirmed)
    errors = [(each["id"], f"Confirm or change: {each['message']}") for each in warnings if each["error"]]
    context = {
        "sheet": page,
        "draft": draft.signed(),
        "nothing_changed": draft.nothing_changed,
        "spoke_to": draft.spoke_to,
        "why": draft.why,
        "warnings": warnings,
        "errors": errors,
        "checked": (compared := compared_answers(page, draft)),
        "sections": compared.same if compared else all_by_section(page.question_set, draft.answers),
        "here": request.get_full_path(),
    }
    return render(request, "returns/check_answers.html", context, status=422 if errors else 200)


def warnings_of(
    page: Sheet, draft: Draft, found: list[Problem], confirmed: frozenset[str] | None
) -> list[dict[str, Any]]:
    """Return what must be confirmed, each beside the answers it is about."""
    ticked = confirmed or frozenset()
    return [
        {
            "id": f"confirm-{problem.check}",
            "check": problem.check,
            "message": problem.message,
            "line": line_about(
                page.question_set, problem.question, answers=draft.answers, last=page.last_answers
            ),
            "confirmed": problem.check in ticked,
            "error": confirmed is not None and problem.check not in ticked,
        }
        for problem in found
        if not problem.is_error
    ]


def compared_answers(page: Sheet, draft: Draft) -> Checked | None:
    """Compare a correction with the version it corrects, a first version with the return before, if any."""
    if page.current:
        return checked(page.question_set, answers=draft.answers, last=page.current.answers, same_day=True)
    if page.previous:
        return checked(page.question_set, answers=draft.answers, last=page.previous.answers)
    return None


def another_version(request: HttpRequest, page: Sheet, draft: Draft) -> HttpResponse:
    """Show what somebody else filed meanwhile beside what was about to be sent."""
    theirs = page.current.answers if page.current else {}
    found = [
        {
            "question": each.question,
            "before": words(each.question, each.before),
            "after": words(each.question, each.after),
        }
        for each in differences(page.question_set.questions, before=theirs, after=draft.answers)
    ]
    context = {
        "sheet": page,
        "differences": found,
        "draft": draft.signed(),
        "here": request.get_full_path(),
    }
    return render(request, "returns/another_version.html", context, status=409)
