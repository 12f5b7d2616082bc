"""The outbox: what was sent to whom, what waits, what failed and why; and the words of one message."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_moment

from ..operations import read_message
from ..queries.outbox import listed, outbox, sees_every_message
from ..rules.log import verb_in_words
from .furniture import link, status_tag

SEE = "messages.see"
STATES = {"queued": ("amber", "Waiting"), "sent": ("green", "Sent"), "failed": ("red", "Could not be sent")}


def what(row: Any) -> str:
    """The kind of message, in words: "people/invitation" is "Invitation"."""
    return verb_in_words(row.message.template.rpartition("/")[2])


def tag(row: Any) -> Any:
    return status_tag(*STATES[row.message.state])


TABLE = DataTable(
    name="",
    caption="Messages",
    columns=[
        Column(
            "what", "Message",
            lambda row: link(reverse("oversight:message", args=[row.message.pk]), what(row)), export=what,
        ),
        Column("state", "State", tag, sort="state", export=lambda row: row.message.get_state_display()),
        Column("to", "To", lambda row: row.to),
        Column("channel", "By", lambda row: row.message.get_channel_display(), sort="channel"),
        Column(
            "queued_at", "Queued", lambda row: short_moment(row.message.queued_at), sort="queued_at",
            export=lambda row: row.message.queued_at.isoformat(),
        ),
        Column(
            "sent_at", "Sent", lambda row: row.message.sent_at and short_moment(row.message.sent_at),
            sort="sent_at", export=lambda row: row.message.sent_at and row.message.sent_at.isoformat(),
        ),
        Column("attempts", "Attempts", lambda row: row.message.attempts, sort="attempts", numeric=True),
        Column("problem", "Problem", lambda row: row.message.problem or "None"),
    ],
    filters=[
        Filter(
            "state", "State", [(code, words) for code, (_, words) in STATES.items()],
            lambda rows, value: rows.filter(state=value),
        )
    ],
    default_sort="-queued_at",
    empty="No message is here.",
)  # fmt: skip


@needs(SEE)
@require_safe
def messages(request: HttpRequest) -> HttpResponseBase:
    """List messages, the newest first."""
    scope, now = actor_of(request).scope, timezone.now()
    rows = outbox(scope, now=now)
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(rows, request.GET, prepare=lambda part: listed(scope, part, now=now))
    table = TABLE.view(rows, request.GET, prepare=lambda part: listed(scope, part, now=now))
    context = {"table": table, "sees_every_message": sees_every_message(scope)}
    return render(request, "oversight/messages.html", context)


@needs(SEE)
@require_safe
def message(request: HttpRequest, message_id: int) -> HttpResponseBase:
    """Show one message with its words; that it was read is logged."""
    actor = actor_of(request)
    try:
        found, words = read_message(message_id, by=actor, now=timezone.now())
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    context = {"message": found, "words": words, "state": STATES[found.state]}
    return render(request, "oversight/message.html", context)
