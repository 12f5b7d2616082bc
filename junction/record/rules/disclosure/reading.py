"""What checking a bundle reads of a stranger's bytes: lines and JSON, none longer than it is told. Pure."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

TOO_LONG = "was changed: it is far too long"


class Broken(Exception):
    """The bundle is not as it was made."""


def must(is_so: bool, otherwise: str) -> None:
    """Raise `Broken` where something is not so."""
    if not is_so:
        raise Broken(otherwise)


def lines(pieces: Iterable[bytes], path: str, longest: int) -> Iterator[bytes]:
    """Yield the lines of a file without their ends. Raise `Broken` at one longer than the longest."""
    rest, number = b"", 0
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            number += 1
            must(len(line) <= longest, f"{path} line {number} {TOO_LONG}")
            yield line
        must(len(rest) <= longest, f"{path} line {number + 1} {TOO_LONG}")
    if rest:
        yield rest


def json_of(line: bytes, where: str) -> dict[str, Any]:
    """Return the JSON object that a line is."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        raise Broken(f"{where} was changed: it is no JSON") from None
    must(isinstance(said, dict), f"{where} was changed")
    return dict(said)


def only_json(pieces: Iterable[bytes], path: str, longest: int) -> dict[str, Any]:
    """Return the JSON object that a file of one line is."""
    return json_of(b"\n".join(lines(pieces, path, longest))[: longest + 1], path)


def shown(words: str, at_most: int = 300) -> str:
    """Return words of a stranger as a terminal may show them: no control signs, not endless."""
    plain = "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in words[: at_most + 1])
    return plain if len(words) <= at_most else plain[:at_most] + "…"
