"""Where a layer lies in a document, and to what it may be linked. Pure."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from .source import Span

LONGEST = 500  # of an address


def places_of(text: str, spans: Iterable[Span], words: str) -> list[Span]:
    """Return every place within `spans` where the words stand, white space of any length between them."""
    sought = r"\s+".join(re.escape(word) for word in words.split())
    if not sought:
        return []
    return [
        Span(span.start + found.start(), span.start + found.end())
        for span in spans
        for found in re.finditer(sought, text[span.start : span.end])
    ]


def is_address(target: str) -> bool:
    """Tell whether something is a page of this site ("/places/12/") or of the web ("https://…")."""
    if len(target) > LONGEST or any(letter.isspace() or not letter.isprintable() for letter in target):
        return False
    if "\\" in target:
        return False
    try:
        parts = urlsplit(target)
        host = parts.hostname
    except ValueError:
        return False
    if not parts.scheme and not parts.netloc:
        return target.startswith("/")
    return parts.scheme in ("http", "https") and bool(host)
