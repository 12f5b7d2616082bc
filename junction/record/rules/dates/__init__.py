"""Which days the words of a text mean: a small grammar of British English, the day before the month.

`dates_in` finds every date in a text: days, weeks, months, seasons, words such as "early next week" and
"shortly", and the words before them that open an end ("from", "until", "by") or join two. Each is an
interval with a certainty and warnings; `meaning.py` says how a missing year is chosen, `frames.py` what
opens an end, `relative.py` from which day "next week" counts. Warnings are codes:

- of a single day: "weekend", "bank-holiday" (England);
- of what is odd: "weekday-mismatch" (the weekday is not that day's), "not-monday" (a week that begins on
  no Monday), "impossible" (31 June), "month-first" (04/15/2020), "backwards" (the end before the
  beginning);
- of what has no last day: "standing" (through the winter, for the duration: no deadline);
- of what was assumed: "inferred" (a part of an open interval, whose certainty cannot say it), "direction-
  assumed" (a weekday that may be the coming or the last), "financial-year-assumed" (Q4), "at-least"
  (until at least December);
- of what no national calendar says: "no-national-date" (half term: the stretch in which it mostly lies);
- of what is missing: "no-year", "no-document-date". Then both ends are open.
"""

from datetime import date

from ..reading import DateSaid
from ..source import Span
from .finding import found_in
from .meaning import Asking

__all__ = ["dates_in"]


def dates_in(
    text: str, *, offset: int = 0, written_on: date | None, year_hint: int | None = None
) -> tuple[DateSaid, ...]:
    """Return every date said in `text`, in its order; spans count from `offset`.

    `written_on` is the day on which the text was written. `year_hint` is the year it speaks of ("Winter Plan
    2020"), used only where that day is not known.
    """
    ask = Asking(written_on=written_on, year_hint=year_hint, near=written_on)
    dates = []
    for said in found_in(text, ask):
        meaning = said.understand(ask)
        dates.append(
            DateSaid(
                raw=text[said.start : said.end],
                span=Span(offset + said.start, offset + said.end),
                from_on=meaning.days.from_on,
                until_on=meaning.days.until_on,
                certainty=meaning.certainty,
                warnings=meaning.warnings,
            )
        )
    return tuple(dates)
