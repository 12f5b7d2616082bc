"""What opening a file has to say of it, beside its text: scanned pages, those whose order is in doubt, files
within it."""

from collections.abc import Iterator

from junction.core.imports import Finding, Severity

from .source import Source

# Names among a file's properties, under which its pages are counted from 1.
WITHOUT_TEXT, READ_ACROSS = "pages without text", "pages read across"
NOT_READ = "parts not read"  # files within the file
NO_TEXT = (
    "The file has pages but no text: it was scanned and needs its text recognised (OCR), which is not done "
    "here. The file is kept. Have its text recognised elsewhere and send that too, under the same title."
)


def findings_of(source: Source) -> Iterator[Finding]:
    """Return what somebody should know before they rely on what was read."""
    said = dict(source.properties)
    if not source.text.strip():
        yield Finding(0, "", "", "no-text", Severity.WARNING, NO_TEXT)
    elif pages := said.get(WITHOUT_TEXT):
        message = f"These pages hold no text and need it recognised (OCR), which is not done here: {pages}."
        yield Finding(0, "", pages, "pages-without-text", Severity.WARNING, message)
    if parts := "; ".join(value for name, value in source.properties if name == NOT_READ):
        message = f"These files lie within and are not read: {parts}. Send each as a document of its own."
        yield Finding(0, "", parts[:200], "parts-not-read", Severity.WARNING, message)
    if pages := said.get(READ_ACROSS):
        message = (
            f"These pages may be set in columns, and were read across: {pages}. "
            "Compare them with the file before you rely on them."
        )
        yield Finding(0, "", pages, "read-across", Severity.WARNING, message)
