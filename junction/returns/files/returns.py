"""A table of returns to rows that can be judged, and the template people fill in.

One row is one return. Which columns say the place and the day is dated data of the question set; every other
column is a question, by its header or its code. Reading finds what is wrong in single cells and drops none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from junction.core.imports import Finding, Severity
from junction.core.tables import DayOrder, NotADay, Row, Table, decide_day_order, parse_day
from junction.returns.rules.checks import Problem, WrongAnswer, problem_with, read_cell
from junction.returns.rules.checks.answers import NO, YES
from junction.returns.rules.questions import Answer, Question, QuestionSet, question_set_on

FIRST_COLUMNS = 4  # place, name, day, nothing changed
NOT_SUBMITTED = "The file says that no return was sent for this week, so none is stored."


@dataclass(slots=True)
class ReadRow:
    """One row of a file as a return: `about_on` is none where the day cannot be read."""

    number: int
    place: str
    name: str
    about_on: date | None
    submitted: bool = True
    nothing_changed: bool = False
    answers: dict[str, Answer] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def required_columns(question_set: QuestionSet) -> tuple[str, str]:
    """Return the columns a file of this set cannot do without."""
    return question_set.file.place, question_set.file.about_on


def known_columns(question_set: QuestionSet) -> tuple[str, ...]:
    """Return every other column that is understood."""
    columns = question_set.file
    named = (columns.name, columns.nothing_changed, columns.submitted, *columns.ignored)
    return (*filter(None, named), *(question.column for question in question_set.questions))


def template_header(question_set: QuestionSet) -> list[str]:
    """Return the header of the file people fill in."""
    columns = question_set.file
    first = [columns.place, columns.name, columns.about_on, columns.nothing_changed]
    return [*first, *(question.column for question in question_set.questions)]


def exported_header(versions: Sequence[QuestionSet]) -> list[str]:
    """Return the header of a file of returns under any of these versions, the newest of which is last."""
    asked = [question.column for version in versions for question in version.questions]
    return [*template_header(versions[-1])[:FIRST_COLUMNS], *dict.fromkeys(asked)]


def cell_of(answer: Answer | None) -> str | int | float:
    """Write an answer as `read_rows` reads it."""
    if answer is None:
        return ""
    if isinstance(answer, Mapping):
        return f"not {answer['not']}"
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return answer


def read_rows(table: Table, newest: QuestionSet) -> tuple[list[ReadRow], list[Finding]]:
    """Read every row by the version of the set in force on its day; also say which columns mean nothing."""
    order, findings = _order_of_days(table, newest)
    by_version: dict[str, list[tuple[str, Question]]] = {}
    rows = [_read_row(row, newest, order, by_version, table.header) for row in table.rows]
    used = {column for pairs in by_version.values() for column, _ in pairs}
    known = used | set(required_columns(newest)) | set(known_columns(newest))
    return rows, findings + [_unknown(column) for column in table.header if column not in known]


def _order_of_days(table: Table, question_set: QuestionSet) -> tuple[DayOrder, list[Finding]]:
    column, preferred = question_set.file.about_on, DayOrder(question_set.file.day_order)
    decision = decide_day_order(table.column(column), column=column, prefer=preferred)
    findings = [decision.finding] if decision.finding and decision.order != preferred else []
    return decision.order or preferred, findings


def _unknown(column: str) -> Finding:
    message = f"The column “{column}” is no question of this set, so it was not read."
    return Finding(1, column, column, "unknown-column", Severity.WARNING, message)


def _read_row(
    row: Row,
    newest: QuestionSet,
    order: DayOrder,
    by_version: dict[str, list[tuple[str, Question]]],
    header: tuple[str, ...],
) -> ReadRow:
    columns, cells = newest.file, row.cells
    read = ReadRow(row.number, cells[columns.place], cells.get(columns.name, ""), None)
    if not read.place:
        read.problems.append(_problem("no-place", "place", "", "Say which place the row is about."))
    try:
        read.about_on = parse_day(cells[columns.about_on], order=order)
        question_set = question_set_on(newest.name, read.about_on)
    except NotADay as wrong:
        read.problems.append(_problem("not-a-day", "about_on", cells[columns.about_on], str(wrong)))
        return read
    except LookupError:
        message = f"{newest.name} was not asked about that day."
        read.problems.append(_problem("no-question-set", "about_on", cells[columns.about_on], message))
        read.about_on = None
        return read
    read.submitted = cells.get(columns.submitted, "y").casefold() not in NO
    read.nothing_changed = cells.get(columns.nothing_changed, "").casefold() in YES
    pairs = by_version.get(question_set.version)
    if pairs is None:
        pairs = by_version[question_set.version] = _pairs(question_set, header)
    _read_answers(read, cells, pairs)
    return read


def _pairs(question_set: QuestionSet, header: tuple[str, ...]) -> list[tuple[str, Question]]:
    """Return each column of the file that answers a question, with the question."""
    by_column = {question.column: question for question in question_set.questions}
    by_column |= {question.code: question for question in question_set.questions}
    return [(column, by_column[column]) for column in header if column in by_column]


def _read_answers(read: ReadRow, cells: Mapping[str, str], pairs: list[tuple[str, Question]]) -> None:
    for column, question in pairs:
        text = cells[column]
        if not text:
            continue
        try:
            answer = read_cell(question, text)
        except WrongAnswer as wrong:
            read.problems.append(problem_with(question, str(wrong), text))
        else:
            if answer is not None:
                read.answers[question.code] = answer


def _problem(check: str, column: str, value: str, message: str) -> Problem:
    return Problem(check, Severity.ERROR, column, value[:100], message)
