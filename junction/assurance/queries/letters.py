"""What letters of the registers are about, for those it concerns: "escalation:12", "national-issue:3".

What concerns somebody is narrower than what they may read. Every council reads every national issue; the
letters of it concern those for whom it was raised. The caller narrows the scope to what it asks for.
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from junction.core.scope import Scope

from ..models import Raising
from . import escalations, national, offered, stocktakes
from .learning import reviews
from .reach import within

LEARNING = "learning"


def letters_about(scope: Scope, permission: str, *, now: datetime) -> list[str]:
    """Return the references of all that concerns a scope, in one statement; `permission`: to see letters."""
    raised = Raising.objects.filter(within(scope, permission), raised_at__lte=now)
    kinds = [
        _about(escalations.SUBJECT, escalations.escalations(scope, now=now), "pk"),
        _about(national.SUBJECT, raised, "issue_id"),
        _about(stocktakes.SUBJECT, stocktakes.stocktakes(scope, now=now), "pk"),
        _about(offered.SUBJECT, offered.help_needs(scope, now=now), "pk"),
        _about(LEARNING, reviews(scope), "review_id"),
    ]
    return list(kinds[0].union(*kinds[1:]))


def _about(kind: str, rows: QuerySet[Any], column: str) -> QuerySet[Any, str]:
    named = rows.order_by().annotate(about=Concat(Value(f"{kind}:", TextField()), Cast(column, TextField())))
    return named.values_list("about", flat=True)
