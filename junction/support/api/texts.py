"""Text messages of people in need, brought by a gateway: one text in, what to send back out."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.http.leave import actor_with

from ..operations.texting import take_text
from ..queries.needs import TEXT

router = Router(tags=["Needs"])


class TextIn(Schema):
    """One text as the gateway got it."""

    id: str = Field(..., description="The gateway's own number of this text.", pattern=r"^[!-~]{1,100}$")
    sender: str = Field(..., max_length=30, description="The number it came from.")
    text: str = Field("", max_length=2000)


class ReplyOut(Schema):
    """What to send back to that number; nothing is sent where it is empty."""

    reply: str


@router.post("/support/sms", response=ReplyOut)
def post_text(request: HttpRequest, sent: TextIn) -> dict[str, Any]:
    """Take a text of somebody in need. The same `id` again is answered as the first time."""
    by, now = actor_with(request, TEXT), timezone.now()
    return {"reply": take_text(sent.id, sender=sent.sender, said=sent.text, by=by, now=now)}
