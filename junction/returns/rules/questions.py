"""Question sets: what is asked of whom, from which day, and which measure each answer feeds.

A question set is a rule book (`playbook/<name>.toml`). A *standing* set is asked of its kinds of care every
day or week; one that is not is asked only while an incident asks for it. A version lists its questions in
full or says what it adds to and drops from the version it is `based_on`, so that a reader sees what changed.
An answer is a number, a text or true/false; `{"not": "applicable"}` and `{"not": "known"}` are answers too,
neither is zero.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from junction.core.playbook import RuleVersion, load, load_folder

from .measures import MEASURES, PPE_ITEMS, RATINGS, UNKNOWN
from .windows import Window

PLAYBOOK = Path(__file__).parents[1] / "playbook"
KINDS = frozenset({"count", "number", "money", "choice", "yes-no", "text", "rating"})
NOT_APPLICABLE: Mapping[str, str] = MappingProxyType({"not": "applicable"})
NOT_KNOWN: Mapping[str, str] = MappingProxyType({"not": "known"})
LARGEST_COUNT = 10_000_000

Answer = int | float | bool | str | Mapping[str, str]
Answers = Mapping[str, Answer]


class NoSuchQuestionSet(LookupError):
    """There is no question set of that name."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and how its answer is read."""

    code: str
    text: str
    kind: str
    section: str
    measure: str = ""  # the canonical measure it feeds; several questions of one measure add up
    counts_when: bool | None = None  # a yes-no question that adds one to its measure when so answered
    header: str = ""  # its column in files; the code when empty
    unit: str = ""
    hint: str = ""
    group: str = ""  # questions of one group that follow each other stand together under it on a page
    short: str = ""  # what a question of a group is called there; the text says it in full
    required: bool = False
    since_last: bool = False  # counts what is new since the last return, so it is not carried over
    choices: tuple[str, ...] = ()
    most: float = LARGEST_COUNT
    scale: tuple[str, ...] = ("green", "amber", "red")

    @property
    def column(self) -> str:
        return self.header or self.code

    @property
    def options(self) -> tuple[str, ...]:
        return self.scale if self.kind == "rating" else self.choices


@dataclass(frozen=True, slots=True)
class FileColumns:
    """Which columns of a file say which place and which day a row is about."""

    place: str = "place"
    identifier: str = ""  # the kind of identifier in `place`; any kind when empty
    about_on: str = "about_on"
    day_order: str = "day-first"
    name: str = "name"
    submitted: str = ""  # a column that says whether there is a return at all
    ignored: tuple[str, ...] = ()
    service_type: str = ""  # given to a place that the import creates
    nothing_changed: str = "nothing_changed"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """One dated version of a question set."""

    name: str
    version: str
    in_force_from: date
    source: str
    title: str
    standing: bool  # asked with no incident too; else only while an incident asks for it
    service_types: tuple[str, ...]  # the kinds of care it is asked of with no incident
    sections: Mapping[str, str]
    questions: tuple[Question, ...]
    window: Window
    file: FileColumns
    counts_for_days: int  # a return older than this no longer counts in a picture
    stale_after_days: int  # the same values for longer than this are doubted
    severity: Mapping[str, str] = field(default_factory=dict)  # checks that weigh otherwise here
    by_code: Mapping[str, Question] = field(default_factory=dict)
    required: tuple[Question, ...] = ()
    cumulative_first: bool = False

    @property
    def is_for_anybody(self) -> bool:
        """Tell whether it is asked of nobody in particular, and taken from whoever sends it."""
        return self.standing and not self.service_types

    @property
    def reference(self) -> str:
        """What a return stores beside its name: the version."""
        return f"{self.name}@{self.version}"

    def in_sections(self) -> Iterator[tuple[str, list[Question]]]:
        """Give the title of each section with its questions, in the order they are asked."""
        for code, title in self.sections.items():
            yield title, [question for question in self.questions if question.section == code]


def _question(values: Mapping[str, Any]) -> Question:
    question = Question(**values)
    where = f"question {question.code}"
    if question.kind not in KINDS:
        raise ValueError(f"{where}: {question.kind} is not a kind of question")
    if question.measure and question.measure not in MEASURES:
        raise ValueError(f"{where}: {question.measure} is not a measure")
    if question.kind == "choice" and not question.choices:
        raise ValueError(f"{where}: a choice needs choices")
    if bool(question.group) != bool(question.short):
        raise ValueError(f"{where}: a group needs a short name for each of its questions")
    if question.kind == "rating" and not set(question.scale) <= set(RATINGS):
        raise ValueError(f"{where}: {question.scale} are not ratings")
    return question


def _questions(version: RuleVersion) -> tuple[Question, ...]:
    """Return the questions of a version: its own, after those it keeps from the version it is based on."""
    values = version.values
    kept: list[Question] = []
    if "based_on" in values:
        before = load(PLAYBOOK / f"{version.name}.toml").version(values["based_on"])
        kept = [question for question in _questions(before) if question.code not in values.get("drop", ())]
    questions = (*kept, *map(_question, values["questions"]))
    if len({question.code for question in questions}) != len(questions):
        raise ValueError(f"{version.reference}: a question is asked twice")
    return questions


@cache
def read_question_set(name: str, version: str) -> QuestionSet:
    """Return one version of a set, validated. Raise `ValueError` saying what is wrong with the data."""
    rule = load(_path(name)).version(version)
    values, questions = rule.values, _questions(rule)
    asked = {question.section for question in questions}
    if asked - set(values["sections"]):
        raise ValueError(f"{rule.reference}: no title for section {sorted(asked - set(values['sections']))}")
    if values["service_types"] and not values["standing"]:
        raise ValueError(f"{rule.reference}: whom it is asked of is for the playbooks of incidents to say")
    return QuestionSet(
        name=name,
        version=version,
        in_force_from=rule.in_force_from,
        source=rule.source,
        title=values["title"],
        standing=values["standing"],
        service_types=tuple(values["service_types"]),
        sections=values["sections"],
        questions=questions,
        window=Window.of(values["window"]),
        file=FileColumns(**values.get("file", {})),
        counts_for_days=values["counts_for_days"],
        stale_after_days=values["stale_after_days"],
        severity=values.get("severity", {}),
        by_code=MappingProxyType({question.code: question for question in questions}),
        required=tuple(question for question in questions if question.required),
        cumulative_first=values.get("cumulative_first", False),
    )


def _path(name: str) -> Path:
    path = PLAYBOOK / f"{name}.toml"
    if name not in question_set_names():
        raise NoSuchQuestionSet(name)
    return path


@cache
def question_set_names() -> tuple[str, ...]:
    """Return the names of every question set there is."""
    books = load_folder(PLAYBOOK)
    return tuple(name for name, book in books.items() if "service_types" in book.versions[0].values)


def question_set_on(name: str, day: date) -> QuestionSet:
    """Return the version of a set that is asked about `day`.

    Raise `NoSuchQuestionSet`, or `NoRuleInForce` when the day is before its first version.
    """
    return read_question_set(name, load(_path(name)).on(day).version)


def question_set_versions(name: str) -> list[QuestionSet]:
    """Return every version of a set, the first one first. Raise `NoSuchQuestionSet`."""
    return [read_question_set(name, one.version) for one in load(_path(name)).versions]


def question_sets_on(day: date) -> list[QuestionSet]:
    """Return every set that is asked about `day`."""
    books = [load(_path(name)) for name in question_set_names()]
    return [question_set_on(book.name, day) for book in books if book.versions[0].in_force_from <= day]


def carried_over(question_set: QuestionSet, before: Answers) -> dict[str, Answer]:
    """Return the answers of an earlier return as they stand when nothing has changed since.

    What counts the new since the last return is zero now; what is no longer asked is left out.
    """
    asked = question_set.by_code
    kept = {code: answer for code, answer in before.items() if code in asked}
    return {code: 0 if asked[code].since_last and is_known(kept[code]) else kept[code] for code in kept}


def is_known(answer: Answer | None) -> bool:
    """Tell whether there is an answer, and it is neither "not known" nor "not applicable"."""
    return answer is not None and not isinstance(answer, Mapping)


def _contribution(question: Question, answer: Answer | None) -> int | None:
    """Return what an answer adds to its measure; nothing for "not applicable", `None` for unknown."""
    if answer == NOT_APPLICABLE:
        return 0
    if not is_known(answer):
        return UNKNOWN if question.kind == "rating" else None
    if question.kind == "rating":
        return RATINGS[str(answer)]
    if question.counts_when is not None:
        return int(answer is question.counts_when)
    return int(answer)  # type: ignore[arg-type] # checks have left numbers only


@cache
def _feeds(question_set: str, version: str) -> Mapping[str, tuple[Question, ...]]:
    """Return the questions that feed each measure."""
    feeds: dict[str, list[Question]] = {}
    for question in read_question_set(question_set, version).questions:
        if question.measure:
            feeds.setdefault(question.measure, []).append(question)
    return MappingProxyType({measure: tuple(questions) for measure, questions in feeds.items()})


def measures_of(question_set: QuestionSet, answers: Answers) -> dict[str, int | bool | None]:
    """Return the measures that these answers feed.

    A measure fed by several questions is unknown when any of them is; "not applicable" adds nothing, and
    leaves the measure unknown when it is the answer to all of them.
    """
    found: dict[str, int | bool | None] = {}
    for measure, questions in _feeds(question_set.name, question_set.version).items():
        if len(questions) == 1:
            answer = answers.get(questions[0].code)
            known = answer is not None and answer != NOT_APPLICABLE
            value = _contribution(questions[0], answer) if known else None
            found[measure] = bool(value) if measure == "admitting" and value is not None else value
        else:
            found[measure] = _added_up(questions, answers)
    if "ppe_under_a_week" not in found and "stock_gloves" in found:
        found["ppe_under_a_week"] = _kinds_under_a_week(found)
    return found


def _added_up(questions: tuple[Question, ...], answers: Answers) -> int | None:
    if not any(is_known(answers.get(question.code)) for question in questions):
        return None
    parts = [_contribution(question, answers.get(question.code)) for question in questions]
    return None if None in parts else sum(part for part in parts if part is not None)


def _kinds_under_a_week(measures: Mapping[str, int | bool | None]) -> int | None:
    """Count the kinds of PPE whose stock is less than seven days of use; `None` when none is known."""
    pairs = [(measures.get(f"stock_{item}"), measures.get(f"daily_use_{item}")) for item in PPE_ITEMS]
    known = [(stock, use) for stock, use in pairs if stock is not None and use is not None]
    return sum(stock < 7 * use for stock, use in known) if known else None
