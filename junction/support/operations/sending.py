"""Send a need from a form once, however often the button is pressed: by the key of what was being written.

What was answered the first time is answered again. It holds the private link, so it is kept sealed.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from junction.core.idempotency.operations import answer_once, request_hash
from junction.core.scope import Actor
from junction.core.sealing import seal, unseal

from .needs import Stated, state_need

CALLER, PURPOSE = "help-form", "support.sent"


@dataclass(frozen=True, slots=True)
class Sent:
    """What the person is told."""

    reference: str
    token: str
    answer: str
    level: str


def send_once(draft: str, stated: Stated, *, by: Actor, now: datetime) -> Sent:
    """State the need of a draft; a second sending of the draft states nothing and is told the same."""

    def work() -> tuple[int, dict[str, str]]:
        made = state_need(stated, by=by, now=now)
        told = Sent(made.need.reference, made.token, made.answer, made.need.level)
        return 201, {"sealed": seal(json.dumps(asdict(told)), purpose=PURPOSE)}

    same = request_hash(method="POST", path=CALLER, body=draft.encode())
    answer = answer_once(caller=CALLER, key=draft, request_hash=same, now=now, work=work)
    return Sent(**json.loads(unseal(answer.body["sealed"], purpose=PURPOSE)))
