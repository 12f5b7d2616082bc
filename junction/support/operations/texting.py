"""The talk with somebody who texts: the next question out, a number in, and at its end the need is stated.

What is kept between two texts is codes under a keyed mark of the number, for as long as the rules say. A text
that a gateway brings twice is answered as the first time. There is no line in the log for a turn of the talk:
the need that comes of it has its own.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, override

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.idempotency.operations import answer_once
from junction.core.scope import Actor

from ..models import Talk
from ..queries.languages import spoken
from ..queries.needs import PHONE, TEXT, mark
from ..queries.where import council_at
from ..rules import sms
from ..rules.keeping import Keeping, keeping_on, phone_key
from ..rules.need_texts import NeedTexts, need_texts_on
from ..rules.routing import NotAnAnswer, Routing, routing_on
from ..rules.where import outward_of
from . import need_refusals as refusals
from .needs import Stated, Who, state_need

HOUR = timedelta(hours=1)  # what the rule `texts_an_hour` counts in; how many they are is in the playbook
BEGIN = (
    "INSERT INTO support_talk (mark, answers, area, half, language, is_asked, texts, counted_from, last_at)"
    " VALUES (%s, '{}', '', '', 'en', false, 0, %s, %s) ON CONFLICT (mark) DO NOTHING"
)


def take_text(message: str, *, sender: str, said: str, by: Actor, now: datetime) -> str:
    """Return what is to be sent back for a text; for one that was brought before, what was sent back then.

    Raise `NotYours` without leave to bring texts, `NotAPhoneNumber`, and the refusal of a message's number
    that came before with another text.
    """
    if not by.scope.may(TEXT):
        raise refusals.NotYours
    number = phone_key(sender)
    if not number:
        raise refusals.NotAPhoneNumber
    same = salted_hmac("support.text", f"{number}\n{said}", algorithm="sha256").hexdigest()

    def work() -> tuple[int, dict[str, str]]:
        return 200, {"reply": _turn(number, said, by=by, now=now)}

    answer = answer_once(caller=by.key, key=f"text:{message}", request_hash=same, now=now, work=work)
    return str(answer.body["reply"])


@transaction.atomic
def forget_talks(*, by: Actor, now: datetime) -> int:
    """Delete talks in which nobody has said anything for as long as the rules keep them; return how many."""
    silent = timedelta(minutes=keeping_on(local_day(now)).talk_minutes)
    gone, _ = Talk.objects.filter(last_at__lte=now - silent).delete()
    if gone:
        record(at=now, by=by, verb="support.talks.forgotten", subject="talks", rows=gone)
    return gone


def _turn(number: str, said: str, *, by: Actor, now: datetime) -> str:
    keeping, texts = keeping_on(local_day(now)), need_texts_on(local_day(now))
    talk = _held(mark(by.scope, PHONE, number) or "", keeping, now)
    if sms.is_stop(texts, said):
        talk.delete()
        with override(talk.language):
            return gettext(texts.stopped)
    talk.texts, talk.last_at = talk.texts + 1, now
    asked_for = texts.language_of(said, spoken(by.scope))
    talk.language = asked_for or talk.language
    with override(talk.language):
        if talk.texts > keeping.texts_an_hour:
            reply = gettext(texts.too_many) if talk.texts == keeping.texts_an_hour + 1 else ""
        else:
            reply = _reply(talk, number, said, is_asked_again=bool(asked_for), by=by, now=now)
    talk.save()
    return reply


def _held(marked: str, keeping: Keeping, now: datetime) -> Talk:
    """Return the talk of a number, begun where there is none, held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, [marked, now, now])
    talk = Talk.objects.select_for_update().get(pk=marked)
    if now - talk.last_at >= timedelta(minutes=keeping.talk_minutes):
        _clear(talk)
    if now - talk.counted_from >= HOUR:
        talk.texts, talk.counted_from = 0, now
    return talk


def _clear(talk: Talk) -> None:
    talk.answers, talk.area, talk.half, talk.is_asked = {}, "", "", False


def _reply(talk: Talk, number: str, said: str, *, is_asked_again: bool, by: Actor, now: datetime) -> str:
    routing, texts = routing_on(local_day(now)), need_texts_on(local_day(now))
    try:
        is_complete = routing.is_complete(talk.answers)
    except NotAnAnswer:  # midnight brought other questions
        _clear(talk)
        is_complete = False
    is_first, talk.is_asked = not talk.is_asked, True
    if is_first or is_asked_again:
        return sms.asking(routing, texts, talk.answers, talk.area, say=gettext)
    if sms.is_help(texts, said):
        return f"{gettext(texts.help)}\n{sms.asking(routing, texts, talk.answers, talk.area, say=gettext)}"
    if not is_complete:
        return _answer(talk, routing, texts, said)
    if not talk.area:
        return _where(talk, said, by=by, now=now)
    return _end(talk, routing, number, said, by=by, now=now)


def _answer(talk: Talk, routing: Routing, texts: NeedTexts, said: str) -> str:
    turn = sms.reply(routing, texts, talk.answers, said, say=gettext)
    talk.answers = dict(turn.answers)
    if not turn.is_done:
        return turn.text
    danger = routing.outcome(talk.answers).level == sms.DANGER
    first = f"{gettext(routing.danger['sms'])}\n" if danger else ""
    return first + gettext(texts.asked("where", "text", "sms"))


def _where(talk: Talk, said: str, *, by: Actor, now: datetime) -> str:
    """Of the postcode only its first half is kept."""
    texts = need_texts_on(local_day(now))
    found = council_at(by.scope, said, on=local_day(now))
    if not found.council:
        return gettext(texts.where_again)
    talk.area, talk.half = found.council, outward_of(said)
    return sms.may_use(texts, say=gettext)


def _end(talk: Talk, routing: Routing, number: str, said: str, *, by: Actor, now: datetime) -> str:
    texts = need_texts_on(local_day(now))
    ways = sms.ways_of(texts, said)
    if ways is None:
        return f"{gettext(texts.again)}\n{sms.may_use(texts, say=gettext)}"
    is_danger = routing.outcome(talk.answers).level == sms.DANGER
    may_ring, may_text = ways
    who = Who(
        phone=number if may_ring or may_text else "", may_ring=may_ring, may_text=may_text,
        is_protected=is_danger, language=talk.language,
    )  # fmt: skip
    stated = Stated(talk.answers, talk.area, who, talk.half, channel="sms")
    made = state_need(stated, by=by, now=now, is_another=True)
    _clear(talk)
    return f"{gettext(texts.sent)} {made.need.reference}. {gettext(made.answer)}"
