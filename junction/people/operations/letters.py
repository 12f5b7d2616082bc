"""The words of the letters people get about access, and their sending."""

from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from junction.core.calendar import local_day
from junction.core.scope import ANONYMOUS, Actor
from junction.core.wording import in_a_sentence

from .. import rules
from ..models import Invitation
from .refusals import LetterNotSent

INVITATION = """You are invited to {product} as {title} ({over}).

Open this link to accept. It works once, until {until}:

{link}

If you already have an account with this address, sign in when asked; nothing else changes.
If you did not expect this, do nothing: without the link nobody can use it.
"""


def send_invitation(invitation: Invitation, *, secret: str, days: int, by: Actor, now: datetime) -> None:
    """Send the link; raise `LetterNotSent` to an inviter. The secret is in the letter and nowhere else."""
    title = rules.roles(local_day(now))[invitation.role].title
    name = settings.PRODUCT["name"]
    text = INVITATION.format(
        product=name,
        title=in_a_sentence(title),
        over=invitation.over,
        until=f"{local_day(invitation.expires_at):%-d %B %Y}",
        link=settings.PUBLIC_ADDRESS + reverse("people:accept_invitation", args=[secret]),
    )
    subject, to = f"Your invitation to {name}", invitation.email
    if by.key == ANONYMOUS.key:
        # A stranger who asks must not tell by an error that there was a letter to send; the log has it.
        transaction.on_commit(lambda: send_mail(subject, text, None, [to]), robust=True)
        return
    try:
        send_mail(subject, text, None, [to])
    except (OSError, SMTPException) as failed:  # before the commit: then nobody was invited
        raise LetterNotSent from failed
