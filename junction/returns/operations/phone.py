"""Filing for a place by phone: the return and the call that gave it are kept together, or neither is."""

from datetime import datetime

from django.db import transaction

from junction.core.calls.operations import log_call as keep_call
from junction.core.scope import Actor

from ..rules.chasing import matter
from ..rules.judging import Filing
from .filing import Filed, file_return

BY_PHONE = "filed-by-phone"  # the outcome in the playbook


@transaction.atomic
def file_by_phone(filing: Filing, *, spoke_to: str, by: Actor, now: datetime) -> Filed:
    """File a return somebody gave by phone, and keep whom one spoke to (a role, never a name).

    Raise what `file_return` raises; then no call is kept either.
    """
    filed = file_return(filing, by=by, now=now)
    keep_call(
        verb="returns.call.logged",
        subject=("place", filing.place_id),
        about=matter(filing.question_set, filing.about_on),
        outcome=BY_PHONE,
        said={"spoke_to": spoke_to},
        by=by,
        now=now,
    )
    return filed
