"""Gathers the tables of core's folders, since Django looks for them here."""

from junction.core.audit.models import AuditEntry
from junction.core.calls.models import Call

__all__ = ["AuditEntry", "Call"]
