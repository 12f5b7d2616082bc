"""Who was written to about what alarms."""

from datetime import datetime

from django.db.models import QuerySet

from junction.core.scope import Scope

from ..models import Told
from ..models.said import Said
from .said import in_reach


def letters(scope: Scope, one: Said, *, at: datetime) -> QuerySet[Told]:
    """Return the letters about a thing in reach that were written by a moment, the first first."""
    kind = str(one._meta.model_name)
    if not in_reach(scope, type(one)).filter(pk=one.pk).exists():
        return Told.objects.none()
    return Told.objects.filter(subject_kind=kind, subject_id=one.pk, told_at__lte=at)
