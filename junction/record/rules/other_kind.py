"""Says so where a file has nothing of the kind it was sent as, and which kind it reads like instead.

Nothing is read otherwise for it: who sent the file decides, and may discard it and send it again.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from junction.core.imports import Finding, Severity

from .emails import read_emails
from .messages.heads import heads_in
from .reading import Kind, Reading
from .source import Source

LEAST_HEADS = 2  # one line may begin with a time by chance
_HEADERS = {"from", "sent"}


def _has_paragraph_numbers(readings: Sequence[Reading]) -> bool:
    return any(one.ref and not one.ref_inferred for one in readings)


def _has(*kinds: Kind) -> Callable[[Sequence[Reading]], bool]:
    return lambda readings: any(one.kind in kinds for one in readings)


def _has_headers(readings: Sequence[Reading]) -> bool:
    return any(one.kind == Kind.EMAIL and _HEADERS & set(one.cells) for one in readings)


# What a document of each kind has at least; readers of tables, chats and e-mails say themselves what lacks.
OWN: Mapping[str, Callable[[Sequence[Reading]], bool]] = MappingProxyType(
    {
        "action-plan": _has(Kind.ROW),
        "messages": _has(Kind.MESSAGE, Kind.EVENT),
        "email": _has_headers,
        "readout": _has(Kind.ATTENDEE, Kind.POINT, Kind.ACTION),
        "plan": lambda readings: _has(Kind.COMMITMENT)(readings) or _has_paragraph_numbers(readings),
    }
)
LACKS: Mapping[str, str] = MappingProxyType(
    {
        "readout": "No attendee, point or action of a meeting was found; the text is kept.",
        "plan": "No numbered paragraph and no promise was found; the text is kept.",
    }
)


def other_kind(kind: str, source: Source, readings: Sequence[Reading]) -> list[Finding]:
    """Return findings on the file where `readings` hold nothing of its kind; none where they do."""
    if kind not in OWN or OWN[kind](readings):
        return []
    found = [_finding("nothing-of-its-kind", LACKS[kind])] if kind in LACKS else []
    if like := _reads_like(kind, source):
        found.append(
            _finding("reads-like", f"The file reads like {like}. If it is, discard it and send it as that.")
        )
    return found


def _reads_like(kind: str, source: Source) -> str:
    if kind != "messages" and len(heads_in(source)[0]) >= LEAST_HEADS:
        return "exported messages"
    return "an e-mail" if kind != "email" and _has_headers(read_emails(source).readings) else ""


def _finding(check: str, message: str) -> Finding:
    return Finding(0, "", "", check, Severity.WARNING, message)
