"""Work of people by the clock: addresses that are no longer needed are forgotten."""

from django.utils import timezone

from junction.core.jobs import every

from . import operations, queries


@every("40 3 * * *", "people.forget_old_invitations")
def forget_old_invitations() -> None:
    operations.forget_old_invitations(by=queries.system_actor("retention"), now=timezone.now())
