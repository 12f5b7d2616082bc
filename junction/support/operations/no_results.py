"""Keep what was sought and not there, by day, council, need and term; forget it when its time is over.

Of the words only what `DirectoryBook.term` leaves is kept, and nothing of who sought. There is no line in
the log: the row itself is what is known.
"""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ..models import SearchWithoutResult
from ..rules.directory_book import DirectoryBook

COUNT = """
INSERT INTO support_searchwithoutresult (day, area_id, need, term, is_by_time, times)
VALUES (%s, %s, %s, %s, %s, 1)
ON CONFLICT (day, area_id, need, term, is_by_time)
DO UPDATE SET times = support_searchwithoutresult.times + 1
"""


@transaction.atomic
def count_no_result(
    *, day: date, council: str, need: str, words: str, is_by_time: bool, book: DirectoryBook
) -> None:
    """Count one search that found nothing; one that asked for nothing is not counted."""
    term = book.term(words)
    if not (need or term):
        return
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [day, council or None, need, term, is_by_time])


@transaction.atomic
def forget_no_results(*, today: date, book: DirectoryBook, by: Actor, now: datetime) -> int:
    """Delete what is older than it may be kept; return how many rows."""
    before = today - timedelta(days=book.keep_no_result_days)
    deleted, _ = SearchWithoutResult.objects.filter(day__lt=before).delete()
    if deleted:
        record(at=now, by=by, verb="support.no-results.forgotten", subject="directory", rows=deleted)
    return deleted
