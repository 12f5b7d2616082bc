"""Work of support by the clock: what is past its time is forgotten."""

from django.utils import timezone

from junction.core.jobs import every
from junction.people.queries import system_actor

from .operations.forgetting import forget_people


@every("45 2 * * *", "support.forget_people")
def forget_people_past_their_time() -> None:
    """The marks of people whose values core has destroyed."""
    now = timezone.now()
    forget_people(today=timezone.localdate(now), by=system_actor("retention"), now=now)
