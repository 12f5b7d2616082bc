"""Which encoding a text file is in: by its marks, then by strict trial, and never a silent guess."""

import codecs
import io
import re

from charset_normalizer import from_bytes

from junction.core.imports import Finding, Severity

from .shape import finding, refuse

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PIECE = 1 << 20
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f]")
_TWICE_ENCODED = re.compile("Ã[\u0080-¿ƒ‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")
_BEYOND_ASCII = re.compile(r"[^\s,;|]*[^\x00-\x7f][^\s,;|]*")


def decode(content: bytes) -> tuple[str, list[Finding]]:
    """Return the text and what had to be assumed; refuse what is no text at all."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(_strictly(content, encoding)), []
    unmarked = _utf16_without_mark(content)
    if unmarked:
        return _checked(_strictly(content, unmarked)), [assumed(unmarked, "")]
    _refuse_binary(content)
    try:
        return _checked(content.decode("utf-8")), []
    except UnicodeDecodeError:
        text, encoding = _trial(content)
    found = [assumed(encoding, text)]
    if _TWICE_ENCODED.search(text):
        found.append(_mixed(text))
    return _checked(text), found


def encoding_of(content: bytes) -> str | None:
    """Return the encoding of a text that `decode` would take for UTF-8 or Windows text and find nothing else
    odd about, gone through a piece at a time; None for every other one.
    """
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig" if _is_sound(content, "utf-8-sig") else None
    if any(content.startswith(mark) for mark, _ in _MARKS) or _utf16_without_mark(content):
        return None
    return next((one for one in ("utf-8", "cp1252") if _is_sound(content, one)), None)


def _is_sound(content: bytes, encoding: str) -> bool:
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    try:
        pieces = iter(lambda: text.read(PIECE), "")
        return not any(
            _UNPRINTABLE.search(one) or (encoding == "cp1252" and _TWICE_ENCODED.search(one))
            for one in pieces
        )
    except UnicodeDecodeError:
        return False


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        refuse(
            "encoding-broken",
            f"The file says it is {encoding.upper()} and is not. Save it as CSV UTF-8 and send it again.",
        )


def _trial(content: bytes) -> tuple[str, str]:
    try:
        return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        best = from_bytes(content[:200_000]).best()
    encoding = best.encoding if best else "latin-1"
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"


def _utf16_without_mark(content: bytes) -> str:
    sample = content[:4000]
    half = len(sample) // 2
    if half < 4:
        return ""
    if sample[1::2].count(0) > 0.8 * half and sample[0::2].count(0) == 0:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.8 * half and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return ""


def _refuse_binary(content: bytes) -> None:
    sample = content[:8000]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if odd > max(8, len(sample) // 50):
        refuse("file-is-binary", "This is neither a table nor a workbook. Send CSV, XLSX, XLS or ODS.")


def _checked(text: str) -> str:
    """Refuse characters that no table holds: a database cannot store NUL, and nobody can see the others."""
    found = _UNPRINTABLE.search(text)
    if found:
        refuse_unprintable(text, row=text.count("\n", 0, found.start()) + 1)
    return text


def refuse_unprintable(text: str, *, row: int) -> None:
    """Refuse the file when `text`, which is of this row, holds such a character."""
    found = _UNPRINTABLE.search(text)
    if found:
        name = "a NUL byte" if found.group() == "\x00" else f"the control character {ord(found.group())}"
        check = "nul-byte" if found.group() == "\x00" else "control-character"
        refuse(check, f"Line {row} holds {name}, which no table should. Export the file again.", row=row)


def assumed(encoding: str, text: str) -> Finding:
    """Say in which encoding a text was read, with some words to check it by."""
    words = list(dict.fromkeys(_BEYOND_ASCII.findall(text[:2_000_000])))[:3]
    sample = f" Check that these look right: {', '.join(words)}." if words else ""
    return finding(
        "encoding-assumed", f"The file is not UTF-8; it was read as {encoding}.{sample}", value=encoding
    )


def _mixed(text: str) -> Finding:
    place = _TWICE_ENCODED.search(text)
    row = text.count("\n", 0, place.start()) + 1 if place else 0
    return finding(
        "encoding-mixed",
        f"Some text looks encoded twice, first on line {row}. Look at names with accents or long dashes.",
        row=row,
        severity=Severity.WARNING,
    )
