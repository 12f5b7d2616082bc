"""What is odd about an exported chat, each with its line: nothing is guessed in silence."""

from collections.abc import Sequence

from junction.core.imports import Finding, Severity

from ..moments import NEVER, TWICE
from ..reading import Kind, Reading
from ..source import Source
from .heads import Head, is_broken_off
from .words import goes_on

_TIMES = {
    TWICE: "The clocks went back: this time was twice. The first was taken, unless what is before was later.",
    NEVER: "The clocks went forward: this time never was. It was read as if they had not.",
    "": "This is not a day and a time of the calendar in the order of the others; the message has no time.",
}


def at_line(
    source: Source,
    offset: int,
    check: str,
    message: str,
    *,
    value: str = "",
    severity: Severity = Severity.WARNING,
) -> Finding:
    return Finding(source.line_of(offset), "", value[:200], check, severity, message)


def of_time(source: Source, head: Head, odd: str) -> Finding:
    return at_line(source, head.rest, odd or "not-a-time", _TIMES[odd], value=source.quote(head.when))


def out_of_order(source: Source, head: Head) -> Finding:
    message = "This message is earlier than the one before it; it was left where it stands."
    return at_line(source, head.rest, "out-of-order", message, value=source.quote(head.when))


def of_file(
    source: Source, readings: Sequence[Reading], heads: Sequence[Head], pasted: Sequence[Head]
) -> list[Finding]:
    """Return what is odd about the file as a whole: no messages, text before the first, an end broken off."""
    if not heads:
        message = "No line begins a message. Export the chat as text, without media."
        return [Finding(0, "", "", "no-messages", Severity.ERROR, message)]
    alike = "This line looks like the head of a message, but not as the others do; it was read as text."
    findings = [
        at_line(source, head.rest, "looks-like-a-head", alike, value=source.quote(head.when))
        for head in pasted
    ]
    before = [one for one in readings if one.kind == Kind.PARAGRAPH]
    if before:
        message = "Text stands before the first message; it may be the end of one that is not here."
        findings.append(at_line(source, before[0].spans[0].start, "text-before-first", message))
    return findings + _end(source, [one for one in readings if one.kind in (Kind.MESSAGE, Kind.EVENT)])


def _end(source: Source, readings: Sequence[Reading]) -> list[Finding]:
    last = readings[-1]
    line = source.quote(source.lines[source.line_of(last.spans[-1].end) - 1]).strip()
    if is_broken_off(line):
        why, check = "The last line is the beginning of a message.", "truncated"
    elif last.kind == Kind.MESSAGE and not last.text:
        why, check = "The last message has a head and no body.", "truncated"
    elif last.kind == Kind.EVENT and last.cells["event"].confidence < 1:
        why, check = "The last line has a time and no sender.", "truncated"
    elif goes_on(line):
        why, check = "The last line reads as if it went on.", "maybe-truncated"
    else:
        return []
    message = f"{why} The export seems to be broken off."
    return [at_line(source, last.spans[-1].end - 1, check, message, value=line)]
