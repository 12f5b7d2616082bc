"""List the words of what is kept, so that one which is mistyped or misread is found by its letters.

A step of operations that have their actor: it tells nothing of who wrote what.
"""

from collections.abc import Iterable
from datetime import datetime

from junction.core.calendar import local_day

from ..models import Word
from ..rules.searching import listed_words, search_rules

BATCH = 1_000


def list_words(texts: Iterable[str], *, now: datetime) -> None:
    """List each word that is not yet known, in one order, so that two writers never wait for each other."""
    words = listed_words(texts, search_rules(local_day(now)))
    known = set(Word.objects.filter(word__in=words).values_list("word", flat=True))
    new = [Word(word=word) for word in sorted(words - known)]
    Word.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
