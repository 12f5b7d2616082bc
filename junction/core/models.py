"""Gathers the tables of core's folders, since Django looks for them here."""

from junction.core.audit.models import AuditCheckpoint, AuditEntry, AuditLink, AuditPending
from junction.core.calls.models import Call
from junction.core.files.models import GivenUp, StoredFile
from junction.core.idempotency.models import IdempotencyKey
from junction.core.messages.models import Message
from junction.core.ownership.models import Ownership
from junction.core.personal.models import PersonalValue
from junction.core.uploads.models import Upload, UploadFinding

__all__ = [
    "AuditCheckpoint",
    "AuditEntry",
    "AuditLink",
    "AuditPending",
    "Call",
    "GivenUp",
    "IdempotencyKey",
    "Message",
    "Ownership",
    "PersonalValue",
    "StoredFile",
    "Upload",
    "UploadFinding",
]
