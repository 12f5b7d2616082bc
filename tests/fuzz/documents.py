"""Fuzz the readers of tables of actions and of plans: any text is read, nothing is lost."""

import atheris

with atheris.instrument_imports(include=["junction.record.rules"]):
    from junction.record.rules.action_plan import read_action_plan
    from junction.record.rules.plan import read_plan
    from junction.record.rules.reading import Read
    from junction.record.rules.source import Source

# Pieces of the forms that are looked for, so that they are met soon.
ROWS = (
    "Ref\tItem\tOrganisation\tCategory\tEvidence\n", "\t", "\n", "1", "2a", "R12", "3.2", ",", "| ", '"',
    "Local Auth0rity & NHS Organ isation", "local authorities should: •", "Underway - ", "Completed 12/10",
    "see row 4", "as above", "Exec Summary", "w/c 2 November", "\n\n", "No.\tRecommendation\tLead\tRAG\n",
)  # fmt: skip
PARAGRAPHS = (
    "1. Controlling", "1.1 ", "- 1.2 ", "(a) ", "• ", "\n", "\n\n", "\f", "**We will pay by 3 May.**",
    "**", "# ",
    "Annex A", "Contents\n", "\t7", "¹", "1 See the Act\n", "We will continue to ", "Case study", "12\n",
)  # fmt: skip


def tables(data: bytes) -> None:
    _held(read_action_plan(Source(_text(data, ROWS))))


def plans(data: bytes) -> None:
    _held(read_plan(Source(_text(data, PARAGRAPHS))))


def _text(data: bytes, pieces: tuple[str, ...]) -> str:
    given = atheris.FuzzedDataProvider(data)
    parts: list[str] = []
    while given.remaining_bytes() and len(parts) < 80:
        pick = given.ConsumeIntInRange(0, 2 * len(pieces))
        parts.append(pieces[pick] if pick < len(pieces) else given.ConsumeUnicodeNoSurrogates(12))
    return "".join(parts)


def _held(read: Read) -> None:
    assert read.not_read() == []
    for one in read.readings:
        assert all(0 <= span.start <= span.end <= len(read.source.text) for span in one.spans)
        assert all(read.source.quote(mark.span) == mark.mark for mark in one.redactions)
        for cell in one.cells.values():
            assert all(span.end <= len(read.source.text) for span in cell.spans)


TARGETS = {"tables": tables, "plans": plans}
