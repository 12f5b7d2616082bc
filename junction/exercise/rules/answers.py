"""Measures turned back into answers: what each manager typed, and the slips that get corrected.

A question set decides which measures are asked for and in how many parts; where several questions add up
to one measure, the measure is split among them. Choices follow from the figures.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from junction.core.calendar import LOCAL
from junction.returns.rules.questions import Question, QuestionSet, question_set_on

from .places import SimulatedPlace
from .reporting import NOT_FILED
from .world import Story

PARTS = {2: (0.8, 0.2), 3: (0.12, 0.66, 0.22)}  # of staff: care workers and others; with nurses before them
SLIP = 1.5  # a slip of the pen: half as much again


@dataclass(frozen=True, slots=True)
class Report:
    """One return as one manager filed it, at a moment."""

    place: SimulatedPlace
    question_set: str
    about_on: date
    filed_at: datetime
    answers: dict[str, Any]
    nothing_changed: bool
    is_correction: bool


def moment(day: date, minute: int) -> datetime:
    """The moment so many minutes after midnight of `day` by the clock on the wall, whatever the clocks do."""
    days, rest = divmod(int(minute), 24 * 60)
    wall = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60))
    return wall.replace(tzinfo=LOCAL)


@lru_cache(maxsize=50_000)
def split(amount: int, parts: int) -> tuple[int, ...]:
    """Split an amount over the questions that ask for it; the parts add up to it."""
    shares = PARTS.get(parts, (1 / parts,) * parts)
    ends = np.floor(np.cumsum(shares) * amount + 1e-9).astype(int)
    ends[-1] = amount
    return tuple(int(part) for part in np.diff(ends, prepend=0))


def _choice(question: Question, values: Mapping[str, int], *, luck: float) -> str:
    """What a manager ticks: the first, untroubled choice, unless the figures or bad luck say otherwise."""
    if question.code == "vacancies_closed_why" and values.get("vacancies_closed"):
        return "infection control" if values["suspected_new"] else "another reason"
    if question.code == "handed_back_why" and values.get("hours_handed_back"):
        return "too few staff"
    if question.code == "visiting":
        return "limited"
    return question.choices[1] if luck < 0.03 and question.code.endswith("_supply") else question.choices[0]


def answer_all(
    question_set: QuestionSet, values: Mapping[str, int], declared: Mapping[str, str], *, luck: float
) -> dict[str, Any]:
    """Answer every question of a set from the measures of one place on one day."""
    feeds: dict[str, list[Question]] = {}
    answers: dict[str, Any] = {}
    for question in question_set.questions:
        if question.kind == "choice":
            answers[question.code] = _choice(question, values, luck=luck)
        elif question.kind == "rating":
            answers[question.code] = declared[question.measure]
        elif question.kind == "yes-no" and question.measure in values:
            answers[question.code] = bool(values[question.measure])
        elif question.measure in values:
            feeds.setdefault(question.measure, []).append(question)
    for measure, questions in feeds.items():
        for question, part in zip(questions, split(values[measure], len(questions)), strict=True):
            answers[question.code] = part
    return answers


def _with_slip(answers: dict[str, Any]) -> dict[str, Any]:
    """The first version of a return that is corrected later: one stock figure half as much again."""
    return {**answers, "stock_gloves": int(answers.get("stock_gloves", 0) * SLIP) + 10}


def reports(story: Story, question_set: str) -> Iterator[Report]:
    """Every return of a story, in the order of the days; a correction follows the return it corrects."""
    names = list(story.measures)
    values = np.stack([story.measures[name] for name in names], axis=-1)
    last: dict[int, dict[str, Any]] = {}
    for day_index, day in enumerate(story.days):
        asked = question_set_on(question_set, day)
        for index in np.flatnonzero(story.filing.filed_minute[:, day_index] != NOT_FILED).tolist():
            cell = dict(zip(names, values[index, day_index].tolist(), strict=True))
            at = (index, day_index)
            unchanged = bool(story.filing.says_unchanged[at]) and index in last
            answers = last[index] if unchanged else _answers_at(story, asked, at, cell)
            yield from _reports_at(story, asked.name, at, answers, unchanged=unchanged)
            last[index] = answers


def _answers_at(
    story: Story, asked: QuestionSet, at: tuple[int, int], values: Mapping[str, int]
) -> dict[str, Any]:
    declared = {name: str(ratings[at]) for name, ratings in story.declared.items()}
    return answer_all(asked, values, declared, luck=(at[0] * 7 + at[1]) % 97 / 97)


def _reports_at(
    story: Story, question_set: str, at: tuple[int, int], answers: dict[str, Any], *, unchanged: bool
) -> Iterator[Report]:
    """The return of one place for one day; before it the slip that it corrects, if there was one."""
    place, day = story.places[at[0]], story.days[at[1]]
    filed_at = moment(day, story.filing.filed_minute[at])
    minute = story.filing.corrected_minute[at]
    if unchanged or minute == NOT_FILED:
        yield Report(place, question_set, day, filed_at, answers, unchanged, is_correction=False)
        return
    yield Report(place, question_set, day, filed_at, _with_slip(answers), False, is_correction=False)
    yield Report(place, question_set, day, moment(day, minute), answers, False, is_correction=True)
