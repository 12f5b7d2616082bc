"""Evidence and second looks: adding, reading and taking back; raising and closing what is open."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.forms.answering import RaiseIssue, ShowEvidence, Verify, Why
from junction.assurance.operations import issues as issue_operations
from junction.assurance.operations import showing, verifying
from junction.assurance.queries import answers as queries
from junction.assurance.queries import catalogues
from junction.assurance.queries.reach import ANSWER, REVIEW, SEE
from junction.assurance.rules.book import assurance_rules
from junction.assurance.rules.parties import party_of_row
from junction.core.files.queries import content
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried

from .furniture import named, refuse_strangers

LARGEST = 25_000_000  # bytes of one file


def _asked(request: HttpRequest, requirement_id: int, key: str) -> tuple[Any, Any, str]:
    """The requirement and the party of an address, and the page of the answer."""
    scope, today = actor_of(request).scope, timezone.localdate()
    asked = the(catalogues.requirement, scope, requirement_id)
    one = named(scope, assurance_rules(today), key, on=today)
    return asked, one, reverse("assurance:answer", args=[asked.pk, key])


def _page_of(row: Any) -> str:
    """The page of the answer that a row is about."""
    return reverse("assurance:answer", args=[row.requirement_id, party_of_row(row).key])


def _upload(sent: Any) -> showing.Upload | None:
    if not sent:
        return None
    return showing.Upload(sent.read(), sent.name, sent.content_type or "application/octet-stream")


@needs(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def add_evidence(request: HttpRequest, requirement_id: int, key: str) -> HttpResponse:
    """Show that it is so."""
    by, now = actor_of(request), timezone.now()
    asked, one, back = _asked(request, requirement_id, key)
    refuse_strangers(by.scope, one.party)
    form = ShowEvidence(posted(request), request.FILES or None)
    if form.is_valid():
        typed = form.cleaned_data
        too_large = [name for name in ("file", "snapshot") if typed[name] and typed[name].size > LARGEST]
        for name in too_large:
            form.add_error(name, f"The file is over {LARGEST // 1_000_000} MB")
        if not too_large:
            days = ("effective_from", "effective_until", "received_on", "expires_on")
            shown = showing.Shown(
                title=typed["title"], owner=typed["owner"], link=typed["link"], quote=typed["quote"],
                file=_upload(typed["file"]), snapshot=_upload(typed["snapshot"]),
                **{name: typed[name] for name in days},
            )  # fmt: skip
            made = tried(form, showing.add_evidence, requirement_id=asked.pk, party=one.party, shown=shown,
                         by=by, now=now)  # fmt: skip
            if made:
                messages.success(
                    request, f"The evidence is kept. It counts until {made.expires_on:%d %B %Y}."
                )
                return redirect(back)
    return ask(
        request, form, title="Add evidence", button="Keep it", back=back, said=asked.text, multipart=True
    )


@needs(SEE)
@require_safe
def evidence_file(request: HttpRequest, evidence_id: int, part: str) -> HttpResponse:
    """Hand out the file, or the snapshot of a link, as it was received."""
    found = the(queries.one_evidence, actor_of(request).scope, evidence_id)
    file = found.snapshot if part == "snapshot" else found.file
    if file is None:
        raise Http404
    named = content_disposition_header(True, file.name) or "attachment"
    return HttpResponse(
        content(file.pk), content_type="application/octet-stream", headers={"Content-Disposition": named}
    )


@needs(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_evidence(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """Take a piece of evidence back."""
    found = the(queries.one_evidence, actor_of(request).scope, evidence_id)
    refuse_strangers(actor_of(request).scope, party_of_row(found))
    return _with_reason(
        request, f"Take “{found.title}” back", "Take it back", _page_of(found), showing.withdraw_evidence,
        "It is taken back. What it was stays to be seen.", evidence_id=found.pk,
    )  # fmt: skip


@needs(REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, requirement_id: int, key: str) -> HttpResponse:
    """Say what a second person found."""
    by, now = actor_of(request), timezone.now()
    asked, one, back = _asked(request, requirement_id, key)
    current = the(queries.current_answer, by.scope, asked.pk, one.party)
    rules = assurance_rules(timezone.localdate(now))
    form = Verify(posted(request), rules=rules, initial={"expected": current.version})
    if form.is_valid():
        found = verifying.Found(**form.cleaned_data)
        made = tried(form, verifying.verify_answer, requirement_id=asked.pk, party=one.party, found=found,
                     by=by, now=now)  # fmt: skip
        if made:
            messages.success(request, f"It is kept. It counts until {made.counts_until:%d %B %Y}.")
            return redirect(back)
    return ask(request, form, title=f"Look at the answer of {one.name}", button="Keep it", back=back,
               said=asked.text)  # fmt: skip


@needs(REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_verification(request: HttpRequest, verification_id: int) -> HttpResponse:
    """Take a second look back."""
    found = the(queries.one_verification, actor_of(request).scope, verification_id)
    return _with_reason(
        request, "Take the second look back", "Take it back", _page_of(found.answer),
        verifying.withdraw_verification, "It is taken back.", verification_id=found.pk,
    )  # fmt: skip


@needs(SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def raise_issue(request: HttpRequest, requirement_id: int, key: str) -> HttpResponse:
    """Write down what is open."""
    by, now = actor_of(request), timezone.now()
    asked, one, back = _asked(request, requirement_id, key)
    refuse_strangers(by.scope, one.party, reviewers=True)
    form = RaiseIssue(posted(request))
    if form.is_valid():
        made = tried(form, issue_operations.raise_issue, requirement_id=asked.pk, party=one.party,
                     **form.cleaned_data, by=by, now=now)  # fmt: skip
        if made:
            messages.success(request, "It is written down, and open until somebody closes it.")
            return redirect(back)
    return ask(request, form, title="Raise an open issue", button="Raise it", back=back, said=asked.text)


@needs(SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def close_issue(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Close it, with how it ended."""
    found = the(queries.one_issue, actor_of(request).scope, issue_id)
    refuse_strangers(actor_of(request).scope, party_of_row(found), reviewers=True)
    return _with_reason(
        request, "Close the issue", "Close it", _page_of(found), issue_operations.close_issue,
        "It is closed.", label="How did it end?", said=found.text, issue_id=found.pk,
    )  # fmt: skip


def _with_reason(
    request: HttpRequest, title: str, button: str, back: str, do: Any, told: str,
    *, label: str = "Why?", said: str = "", **named_values: Any,
) -> HttpResponse:  # fmt: skip
    """Ask for a reason, do it, and go back."""
    form = Why(posted(request), label=label)
    if form.is_valid():
        done = tried(form, do, **named_values, why=form.cleaned_data["why"], by=actor_of(request),
                     now=timezone.now())  # fmt: skip
        if done:
            messages.success(request, told)
            return redirect(back)
    return ask(request, form, title=title, button=button, back=back, said=said)
