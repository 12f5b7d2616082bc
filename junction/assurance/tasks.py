"""Jobs of assurance."""

from django.utils import timezone

from junction.assurance.operations.review_letters import tell_of_reviews as tell
from junction.core.jobs import every
from junction.people.queries import system_actor


@every("40 6 * * *", "assurance.tell_of_reviews")
def tell_of_reviews() -> None:
    """Write to reviewers what is due or late, and to owners of plans before the right of reply runs out."""
    tell(by=system_actor("reminders"), now=timezone.now())
