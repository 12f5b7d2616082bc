"""GOV.UK Notify as carrier: its templates are `((subject))` and `((body))`; the words are kept here.

Its published client brings a package that exists as source only, and this needs two of its forty calls,
so the few lines are ours. Protocol: docs.notifications.service.gov.uk/rest-api.html (tokens, send an
email, send a text).
"""

import time
from typing import Any

import jwt
import requests
from django.conf import settings

from .carriers import Never, NotNow, Outgoing

SECONDS = 30
# Busy or broken; or our key or clock is wrong, which somebody mends: no fault of the message.
NOT_NOW = frozenset({401, 403, 429, 500, 502, 503, 504})
FIELDS = {"email": "email_address", "sms": "phone_number"}


class Notify:
    """Sends by email and text message through GOV.UK Notify."""

    def __init__(self) -> None:
        key = settings.NOTIFY_API_KEY  # name, service id and secret joined by hyphens; both ids have 36 signs
        self.service, self.secret = key[-73:-37], key[-36:]
        self.templates = {"email": settings.NOTIFY_EMAIL_TEMPLATE, "sms": settings.NOTIFY_SMS_TEMPLATE}
        self.address = settings.NOTIFY_ADDRESS.rstrip("/")
        self.session = requests.Session()

    def send(self, outgoing: Outgoing) -> str:
        """Post one message; a refusal that will not change is `Never`, everything else `NotNow`."""
        try:
            answer = self.session.post(
                f"{self.address}/v2/notifications/{outgoing.channel}",
                json=self._content(outgoing),
                headers={"Authorization": f"Bearer {self._token()}"},
                timeout=SECONDS,
            )
        except requests.RequestException as error:
            raise NotNow(type(error).__name__) from error
        if answer.status_code in NOT_NOW:
            raise NotNow(f"Notify answered {answer.status_code}")
        if answer.status_code != 201:
            raise Never(f"Notify answered {answer.status_code}: {_errors(answer)}")
        return str(answer.json()["id"])

    def _content(self, outgoing: Outgoing) -> dict[str, Any]:
        words = {"body": outgoing.body} | ({"subject": outgoing.title} if outgoing.channel == "email" else {})
        return {
            FIELDS[outgoing.channel]: outgoing.to,
            "template_id": self.templates[outgoing.channel],
            "personalisation": words,
            "reference": f"junction-{outgoing.number}",
        }

    def _token(self) -> str:
        return jwt.encode({"iss": self.service, "iat": int(time.time())}, self.secret, algorithm="HS256")


def _errors(answer: requests.Response) -> str:
    """Return the kinds of error only: their texts may quote the address."""
    try:
        return ", ".join(error["error"] for error in answer.json()["errors"])
    except (ValueError, KeyError, TypeError):
        return "no reason given"
