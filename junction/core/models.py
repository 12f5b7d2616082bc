"""Gathers the tables of core's folders, since Django looks for them here."""

from junction.core.audit.models import AuditEntry

__all__ = ["AuditEntry"]
