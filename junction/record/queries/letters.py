"""What letters about promises, actions and asks are about, for those it concerns: "action:12", "ask:3".

They concern who answers for the area that the document is of, or that was given where it was typed. What
was published is read by everybody, and its letters are not.
"""

from typing import Any

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from junction.core.scope import Scope

from ..models import Action, Ask, Commitment
from .said import in_reach

KINDS: dict[str, Any] = {"action": Action, "ask": Ask, "commitment": Commitment}


def letters_about(scope: Scope, permission: str) -> list[str]:
    """Return the references of all that concerns a scope, in one statement; `permission`: to see letters."""
    areas = scope.reach(permission).areas
    own = Q(document__isnull=True, area__in=areas) | Q(document__area__in=areas)
    kinds: list[QuerySet[Any]] = [
        in_reach(scope, kind)
        .filter(own)
        .order_by()
        .annotate(about=Concat(Value(f"{name}:", TextField()), Cast("pk", TextField())))
        .values_list("about", flat=True)
        for name, kind in KINDS.items()
    ]
    return list(kinds[0].union(*kinds[1:]))
