"""What reading leaves behind: whoever is shown somebody's name or address by a page of supply is in the log.

Names, telephone numbers and addresses are personal values, kept outside facts; the line says whose (by the
number of the request, the offer, the delivery or the person) and which kinds, never the values.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import Entry, record_many
from junction.core.scope import Actor

READ = "supply.names.read"


@transaction.atomic
def note_reading(subjects: Collection[str], kinds: Collection[str], *, by: Actor, now: datetime) -> None:
    """Log that personal values of some kinds were shown, a line for each subject; nothing where none was."""
    if kinds:
        entries = [Entry(subject, {"kinds": sorted(kinds)}) for subject in subjects]
        record_many(at=now, by=by, verb=READ, entries=entries)
