"""Requirements proposed from a plan's document: each with its line, to be ticked, changed and confirmed."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.assurance.forms.setting import Edited, choices_of, read_proposals
from junction.assurance.operations.catalogues import Asked, add_requirements
from junction.assurance.queries import catalogues as queries
from junction.assurance.queries.proposals import proposed_of
from junction.assurance.queries.reach import SET
from junction.assurance.rules.book import assurance_rules
from junction.assurance.rules.words import requirement_words
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import the
from junction.core.pages.words import counted
from junction.core.refusals import Refusal


@needs(SET)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, catalogue_id: int) -> HttpResponse:
    """Show what the document asks as it was read; add what a person confirms."""
    by, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    rules, words = assurance_rules(today), requirement_words(today)
    found = the(queries.catalogue, by.scope, catalogue_id)
    proposals = proposed_of(by.scope, found, rules, words)
    if request.method == "POST":
        edited = read_proposals(request.POST, proposals, rules, words)
        if not any(one.error for one in edited):
            if refused := _add(request, found.pk, edited):
                return refused
        else:
            return _page(request, found, edited, choices_of(rules, words), status=422)
    return _page(request, found, [Edited(one, taken=True) for one in proposals], choices_of(rules, words))


def _add(request: HttpRequest, catalogue_id: int, edited: Sequence[Edited]) -> HttpResponse | None:
    taken = [
        Asked(
            text=one.proposal.text, theme=one.proposal.theme, actors=one.proposal.actors,
            strength=one.proposal.strength, kind=one.proposal.kind, ref=one.proposal.ref,
            category=one.proposal.category, condition=one.proposal.condition, due_on=one.proposal.due_on,
            due_said=one.proposal.due_said, statement=one.proposal.statement,
        )
        for one in edited if one.taken
    ]  # fmt: skip
    try:
        made = the(add_requirements, catalogue_id, taken, by=actor_of(request), now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
        return None
    messages.success(request, f"{counted(len(made), 'requirement')} added.")
    return redirect("assurance:catalogue", catalogue_id=catalogue_id)


def _page(
    request: HttpRequest, found: Any, edited: Sequence[Edited], choices: Any, *, status: int = 200
) -> HttpResponse:
    context = {"catalogue": found, "edited": edited, "choices": choices,
               "errors": [one for one in edited if one.error]}  # fmt: skip
    return render(request, "assurance/propose.html", context, status=status)
