"""Which days the documents of an exercise bear: `{-3}` in a text is three days before the last day played.

So the same texts are new whenever they are played, and their days agree or contradict as they were meant to.
"""

import re
from datetime import date, timedelta

_DAY = re.compile(r"\{(?P<days>[+-]\d{1,3})(?::(?P<form>chat|mail))?\}")
FORMS = {"chat": "%d/%m/%Y", "mail": "%a, %d %b %Y"}


def dated(text: str, *, last_day: date) -> str:
    """Return the text with each day in words, as `9 November 2026`, or as chats and e-mails write it."""

    def said(found: re.Match[str]) -> str:
        day = last_day + timedelta(days=int(found["days"]))
        return f"{day:{FORMS[found['form']]}}" if found["form"] else f"{day.day} {day:%B %Y}"

    return _DAY.sub(said, text)
