"""One answer: the four things, its evidence, who looked, what is open, its history; and answering."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.forms.answering import Answering
from junction.assurance.operations.answering import answer as record_answer
from junction.assurance.operations.recording import Said
from junction.assurance.queries import answers as queries
from junction.assurance.queries import catalogues
from junction.assurance.queries.parties import may_answer
from junction.assurance.queries.reach import ANSWER, REVIEW, SEE, reaches
from junction.assurance.queries.standing import standing
from junction.assurance.rules.book import AssuranceRules, assurance_rules
from junction.assurance.rules.rows import rows_of
from junction.assurance.rules.words import requirement_words
from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.moment import read_moment

from .furniture import named, refuse_strangers


@require_safe
@needs(SEE)
def answer(request: HttpRequest, requirement_id: int, key: str) -> HttpResponse:
    """Show what one party says of one requirement, what shows it, and who looked."""
    actor, now = actor_of(request), timezone.now()
    scope = actor.scope
    moment = read_moment(request.GET, now=now, path=request.path)
    rules = assurance_rules(local_day(moment.at))
    asked = the(catalogues.requirement, scope, requirement_id, as_at=moment.as_at)
    one = named(scope, rules, key, on=moment.day)
    rows = rows_of(standing(scope, [one], [asked], rules, at=moment.at, day=moment.day), rules)
    versions = list(queries.versions(scope, asked.pk, one.party, as_at=moment.as_at))
    looked = list(queries.verifications(scope, asked.pk, one.party, as_at=moment.as_at))
    is_open = moment.is_live and bool(asked.catalogue.published_at)
    about = (scope, asked.pk, one.party)
    context = {
        "requirement": asked, "party": one, "row": rows[0] if rows else None, "versions": versions,
        "current": versions[0] if versions else None,
        "evidence": list(queries.evidence(*about, as_at=moment.as_at, with_withdrawn=True)),
        "verifications": looked, "issues": list(queries.issues(*about, as_at=moment.as_at)),
        "lineage": list(catalogues.ancestry(scope, [asked.pk])),
        "words": requirement_words(moment.day), "rules": rules, "moment": moment, "today": moment.day,
        "may_answer": is_open and scope.may(ANSWER) and may_answer(scope, one.party),
        "may_review": is_open and reaches(scope, one.party, REVIEW),
    }  # fmt: skip
    return render(request, "assurance/answer.html", context)


@needs(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def give_answer(request: HttpRequest, requirement_id: int, key: str) -> HttpResponse:
    """Answer one requirement, for oneself."""
    by, now = actor_of(request), timezone.now()
    rules = assurance_rules(timezone.localdate(now))
    asked = the(catalogues.requirement, by.scope, requirement_id)
    one = named(by.scope, rules, key, on=timezone.localdate(now))
    refuse_strangers(by.scope, one.party)
    current = queries.versions(by.scope, asked.pk, one.party).first()
    form = Answering(posted(request), rules=rules, initial=initial(current))
    back = reverse("assurance:answer", args=[asked.pk, key])
    if form.is_valid():
        typed = form.cleaned_data
        said = Said(
            asked.pk, one.party, typed["status"], typed["result"], typed["depth"], typed["said"],
            expected=typed["expected"],
        )  # fmt: skip
        if tried(form, record_answer, said=said, by=by, now=now):
            messages.success(request, told(rules, said))
            return redirect(back)
    return ask(request, form, title="Answer", button="Send answer", back=back, said=asked.text)


def initial(current: Any) -> dict[str, Any]:
    """What stands in the form: the current answer, and the version it is written on."""
    if current is None:
        return {"expected": 0, "depth": 0}
    return {
        "status": current.status, "result": current.result, "depth": current.depth, "said": current.said,
        "expected": current.version,
    }  # fmt: skip


def told(rules: AssuranceRules, said: Said) -> str:
    """What happens next: a claim asks for evidence."""
    if rules.statuses[said.status].claims:
        return "Your answer is kept. It is a claim until there is evidence: add some below."
    return "Your answer is kept."
