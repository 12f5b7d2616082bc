"""Write the log. Called by operations inside their transaction; never by signals."""

from datetime import datetime

from junction.core.scope import Actor

from .models import AuditEntry


def record(
    *, at: datetime, by: Actor, verb: str, subject: str, why: str = "", playbook: str = "", **detail: object
) -> None:
    """Add one line. `subject` is "kind:id"; `detail` must be JSON and hold no personal value."""
    AuditEntry.objects.create(
        at=at, by=by.key, verb=verb, subject=subject, why=why, playbook=playbook, detail=detail
    )
