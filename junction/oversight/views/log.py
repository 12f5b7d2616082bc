"""The log of every write: who did what to which record, when and why; as a page, as a file; and its chain."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.audit.queries import chain_state
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.moment import read_on
from junction.core.scope import Scope
from junction.core.tables.writing import CSV_TYPE, write_csv

from ..queries.log import LogFilter, NamedLine, every_line, log_page
from ..rules.log import After, package_of, pairs, read_after, verb_in_words

HEADER = ("at", "by", "name", "verb", "subject", "why", "rule", "detail")
# What has a page of its own: kind of subject, address, and what one needs to open it.
PAGES = {
    "place": ("registry:place", "registry.see"),
    "organisation": ("registry:organisation", "registry.see"),
    "incident": ("oversight:incident", "incidents.see"),
    "message": ("oversight:message", "messages.see"),
    "user": ("people:person", "people.see"),
}


@needs("audit.see")
@require_safe
def audit_log(request: HttpRequest) -> HttpResponseBase:
    """Show the newest lines asked for, or all of them as a file."""
    scope = actor_of(request).scope
    now, wanted = timezone.now(), wanted_of(request.GET.dict())
    if request.GET.get("format") == "csv":
        return as_csv(scope, wanted, now=now)
    page = log_page(scope, wanted, after=after_of(request.GET.dict()), now=now)
    context = {
        "chain": chain_state(scope),
        "rows": [row_of(scope, line, wanted) for line in page.lines],
        "wanted": wanted,
        "is_narrowed": wanted != LogFilter(),
        "is_first": "after" not in request.GET,
        "newest_href": href(wanted),
        "older_href": href(wanted, after=page.older) if page.older else "",
        "csv_href": href(wanted, format="csv"),
    }
    return render(request, "oversight/audit_log.html", context)


def wanted_of(query: Mapping[str, str]) -> LogFilter:
    """Read the filters from the address; a day that is none is refused in words."""
    subject, verb, by = (query.get(name, "").strip()[:120] for name in ("subject", "verb", "by"))
    return LogFilter(
        subject=subject,
        verb=verb,
        by=by,
        from_on=read_on(query["from"], today=None) if query.get("from") else None,
        until_on=read_on(query["until"], today=None) if query.get("until") else None,
    )


def after_of(query: Mapping[str, str]) -> After | None:
    """The line after which the page goes on. Raise `BadRequest` for what is none."""
    if "after" not in query:
        return None
    found = read_after(query["after"])
    if found is None:
        raise BadRequest("This page of the log is none. Go back to the newest lines.")
    return found


def href(wanted: LogFilter, **more: object) -> str:
    """The address of the log narrowed like this."""
    given = asdict(wanted)
    given["from"], given["until"] = given.pop("from_on"), given.pop("until_on")
    kept = {name: str(value) for name, value in (given | more).items() if value}
    return f"?{urlencode(kept)}" if kept else reverse("oversight:audit-log")


def row_of(scope: Scope, line: NamedLine, wanted: LogFilter) -> dict[str, Any]:
    """One line as the page shows it."""
    entry = line.entry
    return {
        "at": entry.at,
        "name": line.name,
        "by": entry.by,
        "by_href": href(LogFilter(by=entry.by)),
        "words": verb_in_words(entry.verb),
        "verb": entry.verb,
        "verb_href": href(LogFilter(verb=entry.verb)),
        "package_href": href(LogFilter(verb=package_of(entry.verb))),
        "subject": entry.subject,
        "subject_href": href(LogFilter(subject=entry.subject)),
        "page_href": page_href(scope, line),
        "why": entry.why,
        "playbook": entry.playbook,
        "details": pairs(entry.detail),
    }


def page_href(scope: Scope, line: NamedLine) -> str:
    """The page of what a line is about; empty when it has none or one may not open it."""
    entry, (kind, _, number) = line.entry, line.entry.subject.partition(":")
    if kind == "return" and scope.may("returns.see"):
        place, day = entry.detail.get("place"), entry.detail.get("about_on")
        asked = entry.playbook.partition("@")[0]
        return reverse("returns:see-return", args=[place, asked, day]) if place and day and asked else ""
    name, permission = PAGES.get(kind, ("", ""))
    may_open = name and number.isascii() and number.isdigit() and scope.may(permission)
    return reverse(name, args=[int(number)]) if may_open else ""


def as_csv(scope: Scope, wanted: LogFilter, *, now: datetime) -> StreamingHttpResponse:
    """The same lines, all of them, as a file."""
    rows = (
        (
            line.entry.at.isoformat(), line.entry.by, line.name, line.entry.verb, line.entry.subject,
            line.entry.why, line.entry.playbook,
            "; ".join(f"{word}: {value}" for word, value in pairs(line.entry.detail)),
        )
        for line in every_line(scope, wanted, now=now)
    )  # fmt: skip
    return StreamingHttpResponse(
        write_csv(HEADER, rows),
        content_type=CSV_TYPE,
        headers={"Content-Disposition": 'attachment; filename="log.csv"'},
    )
