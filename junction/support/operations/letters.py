"""Letters that somebody shows to others, with a code that can be checked: issued, withdrawn.

The name stands under a key until some days after the letter ends; then nobody is told even its initials.
"""

from datetime import datetime, timedelta

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.personal.operations import keep
from junction.core.scope import Actor
from junction.registry.queries import areas

from ..models import Letter, Need, NeedEvent
from ..models.references import new_code
from ..queries.letters import ASKED, letters, may_ask
from ..queries.needs import ANSWER, need_of_link, one_need
from ..queries.where import COUNCILS
from ..rules.desk import desk_on
from . import desk_refusals as refusals
from . import need_refusals
from .need_letters import tell_person
from .settling import Step, write_down


@transaction.atomic
def issue_letter(
    kind: str, *, name: str, area: str = "", need: int | None = None, by: Actor, now: datetime
) -> Letter:
    """Issue a letter from today, to a person of a need or to whoever proved who they are.

    Whoever has a need is told the code in the first way that is safe. Raise `NotALetter` or `NotYours`.
    """
    today, reach = local_day(now), by.scope.reach(ANSWER)
    desk = desk_on(today)
    about = one_need(by.scope, need, permission=ANSWER) if need is not None else None
    code = about.area_id if about else area
    is_council = areas(by.scope, on=today).filter(kind__in=COUNCILS, code=code).exists()
    if kind not in desk.letters or not name.strip() or not is_council:
        raise refusals.NotALetter
    if not (reach.national or code in reach.areas):
        raise need_refusals.NotYours
    made = _made(kind, name.strip(), code, about, by=by, now=now)
    record(
        at=now, by=by, verb="support.letter.issued", subject=f"letter:{made.pk}", playbook=desk.reference,
        kind=kind, area=code, need=need, until=made.valid_until.isoformat(),
    )  # fmt: skip
    if about is not None:
        tell_person(about, "support/letter_ready", by=by, now=now, code=made.code)
    return made


def _made(kind: str, name: str, area: str, need: Need | None, *, by: Actor, now: datetime) -> Letter:
    today = local_day(now)
    desk = desk_on(today)
    said = desk.letters[kind]
    until = today + timedelta(days=said.valid_days)
    erased_on = until + timedelta(days=said.keep_days)
    key = keep(name, kind="letter-name", by=by, now=now, retention_until=erased_on)
    code = new_code()
    while Letter.objects.filter(code=code).exists():
        code = new_code()
    return Letter.objects.create(
        kind=kind, code=code, need=need, area_id=area, name=key, issued_at=now, issued_by=by.key,
        valid_from=today, valid_until=until, playbook=desk.reference,
    )  # fmt: skip


@transaction.atomic
def ask_for_letter(token: str, *, by: Actor, now: datetime) -> NeedEvent:
    """Write down on a private page that somebody wants a letter; the desk rings before it issues one.

    Raise `Need.DoesNotExist`, or `CannotAskForLetter` for whom nobody may learn the address of, or while one
    was asked for or holds.
    """
    found = need_of_link(by.scope, token)
    if found is None:
        raise Need.DoesNotExist
    need = Need.objects.select_for_update(of=("self",)).select_related("person").get(pk=found.pk)
    if not may_ask(by.scope, need, on=local_day(now)):
        raise refusals.CannotAskForLetter
    return write_down(need, Step(NeedEvent.Kind.NOTED, why=ASKED), by=by, now=now)


@transaction.atomic
def withdraw_letter(letter_id: int, *, why: str, by: Actor, now: datetime) -> Letter:
    """Let a letter hold no more, by a reason of the file. Raise `IsWithdrawn` or `Letter.DoesNotExist`."""
    found = letters(by.scope).select_for_update(of=("self",)).get(pk=letter_id)
    if found.withdrawn_at is not None:
        raise refusals.IsWithdrawn
    if why not in desk_on(local_day(now)).withdrawn:
        raise refusals.NotALetter
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_why = now, by.key, why
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    record(at=now, by=by, verb="support.letter.withdrawn", subject=f"letter:{found.pk}", reason=why)
    return found
