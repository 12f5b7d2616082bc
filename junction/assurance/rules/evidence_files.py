"""Which files are kept as evidence: kinds that can only be read, where the bytes are what the name says.

Evidence is opened by others who trust it: a program, or one dressed as a document, is refused.
"""

from collections.abc import Mapping
from pathlib import PurePosixPath

SEEN_BYTES = 1024
_OFFICE, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES: Mapping[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"), (_OFFICE,)),
    **dict.fromkeys((".doc", ".xls", ".ppt", ".msg"), (_OLD_OFFICE,)),
    ".png": (b"\x89PNG",),
    **dict.fromkeys((".jpg", ".jpeg"), (b"\xff\xd8\xff",)),
}
TEXTS = frozenset({".txt", ".csv", ".tsv", ".eml", ".html", ".htm", ".md"})
KINDS = "PDF, an Office document, a picture (PNG, JPEG), an e-mail (EML, MSG), a web page, text or CSV"


def why_not_kept(name: str, content: bytes) -> str:
    """Return why a file is no evidence that can be kept, in words for whoever sent it; "" when it is."""
    ending, begins = PurePosixPath(name.lower()).suffix, content[:SEEN_BYTES]
    if ending in TEXTS:
        is_text = b"\0" not in begins or begins.startswith((b"\xff\xfe", b"\xfe\xff"))
        return "" if is_text else f"This is no text, though its name ends in {ending}. Send it as it is."
    if ending not in SIGNATURES:
        return f"A file of this kind is not kept. Send one of these: {KINDS}."
    signed = SIGNATURES[ending]
    is_so = signed[0] in begins if ending == ".pdf" else begins.startswith(signed)
    return "" if is_so else f"The file is not what its name says ({ending}). Save it again and send that."
