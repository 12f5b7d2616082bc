"""File returns: load what is known of each place, judge, store. One return or many, the same way.

One return is all or nothing and says why it was refused. Many are judged one by one: with `partial` the sound
ones are stored and the others reported, without it one refusal holds back all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from junction.core.imports import Severity
from junction.core.playbook import NoRuleInForce
from junction.core.scope import Actor
from junction.returns.queries.asked import not_asked
from junction.returns.queries.standing import answers_before, priors, standings
from junction.returns.rules.asking import problem_of_asking
from junction.returns.rules.checks import Problem
from junction.returns.rules.judging import Facts, Filing, Judged, judge, problem_of_day
from junction.returns.rules.questions import Answers, NoSuchQuestionSet, carried_over, question_set_on

from .refusals import CannotTakeReturn, MustConfirmWarnings, NoSuchPlace, NothingToRepeat, SomebodyElseFiled
from .storing import Stored, store

SAID_TWICE = Problem(
    "said-twice",
    Severity.ERROR,
    "about_on",
    "",
    "This batch already has a return of this place about this day. Send one of the two.",
)
TAKEN = frozenset({"filed", "corrected", "unchanged"})


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one return: the outcome in a word, its reference and version, and what was found.

    Outcomes: `filed`, `corrected`, `unchanged` (the very same is already there), and those that store
    nothing: `conflict`, `refused`, `held` (sound, but others of its batch are not), `no-such-place`.
    """

    filing: Filing
    outcome: str
    problems: tuple[Problem, ...] = ()
    stored: Stored | None = None

    @property
    def is_taken(self) -> bool:
        return self.outcome in TAKEN

    @property
    def reference(self) -> str:
        return self.stored.reference if self.stored and self.is_taken else ""

    @property
    def version(self) -> int:
        return self.stored.version if self.stored else 0


def file_return(filing: Filing, *, by: Actor, now: datetime) -> Filed:
    """File one return.

    Raise `NoSuchPlace`, `CannotTakeReturn`, `MustConfirmWarnings`, `SomebodyElseFiled` or `NothingToRepeat`;
    then nothing is stored. “Nothing has changed” without answers carries those of the return before.
    """
    if filing.nothing_changed and not filing.answers:
        filing = replace(filing, answers=answers_to_carry(filing, by=by, now=now))
    filed = file_returns([filing], partial=True, by=by, now=now)[0]
    if filed.outcome == "no-such-place":
        raise NoSuchPlace
    if filed.outcome == "conflict" and filed.stored:
        raise SomebodyElseFiled(
            version=filed.stored.version,
            filed_by=filed.stored.filed_by,
            recorded_at=filed.stored.recorded_at,
        )
    if not filed.is_taken:
        errors = any(problem.is_error for problem in filed.problems)
        raise (CannotTakeReturn if errors else MustConfirmWarnings)(list(filed.problems))
    return filed


def check_return(filing: Filing, *, by: Actor, now: datetime) -> Judged:
    """Judge one return and store nothing: what a form shows before it is sent.

    Raise `NoSuchPlace`, or `CannotTakeReturn` when there is no such question set on that day.
    """
    judged = _judge_all([filing], by=by, now=now)[0]
    if judged is None:
        raise NoSuchPlace
    if isinstance(judged, Problem):
        raise CannotTakeReturn([judged])
    return judged


def answers_to_carry(filing: Filing, *, by: Actor, now: datetime) -> Answers:
    """Return what “nothing has changed” says: the answers of the return before, with nothing new since.

    Raise `NothingToRepeat` when there is none.
    """
    before = answers_before(
        by.scope, place_id=filing.place_id, question_set=filing.question_set, about_on=filing.about_on
    )
    if before is None:
        raise NothingToRepeat
    return carried_over(question_set_on(filing.question_set, filing.about_on), before)


def file_returns(batch: Sequence[Filing], *, partial: bool, by: Actor, now: datetime) -> list[Filed]:
    """File many returns, of any places, sets and days. Answers come in the order of the batch."""
    judged = _judge_all(batch, by=by, now=now)
    doubled = _doubled(batch)
    sound = [
        one
        for number, one in enumerate(judged)
        if isinstance(one, Judged) and one.may_be_stored and number not in doubled
    ]
    if len(sound) < len(batch) and not partial:
        sound = []
    stored = dict(zip(map(id, sound), store(sound, by=by, now=now), strict=True)) if sound else {}
    return [
        _filed(filing, one, stored.get(id(one)), doubled=number in doubled)
        for number, (filing, one) in enumerate(zip(batch, judged, strict=True))
    ]


def _filed(filing: Filing, judged: Judged | Problem | None, stored: Stored | None, *, doubled: bool) -> Filed:
    if judged is None:
        return Filed(filing, "no-such-place")
    if isinstance(judged, Problem):
        return Filed(filing, "refused", (judged,))
    if stored is not None:
        return Filed(filing, stored.outcome, judged.problems, stored)
    if doubled:
        return Filed(filing, "refused", (SAID_TWICE, *judged.problems))
    if not judged.may_be_stored:
        return Filed(filing, "refused", judged.problems)
    return Filed(filing, "held", judged.problems)


def _doubled(batch: Sequence[Filing]) -> set[int]:
    """Return which of the batch say again what an earlier one of it already said of its place and day."""
    seen: set[tuple[int, str, object]] = set()
    again: set[int] = set()
    for number, filing in enumerate(batch):
        key = (filing.place_id, filing.question_set, filing.about_on)
        if key in seen:
            again.add(number)
        seen.add(key)
    return again


def _judge_all(batch: Sequence[Filing], *, by: Actor, now: datetime) -> list[Judged | Problem | None]:
    """Judge each with what is known of its place; `None` where the actor may not file for the place."""
    found: dict[int, Judged | Problem] = {}
    for question_set in {filing.question_set for filing in batch}:
        mine = [n for n, filing in enumerate(batch) if filing.question_set == question_set]
        ids = list({batch[n].place_id for n in mine})
        known = standings(by.scope, ids, question_set=question_set)
        mine = [n for n in mine if batch[n].place_id in known]
        wanted = [(batch[n].place_id, batch[n].about_on) for n in mine]
        before = priors(by.scope, wanted, question_set=question_set, known=known)
        unasked = not_asked(by.scope, wanted, question_set=question_set, known=known)
        for n, key in zip(mine, wanted, strict=True):
            found[n] = _judge(batch[n], known[key[0]].facts(before[key]), now, asked=key not in unasked)
    return [found.get(n) for n in range(len(batch))]


def _judge(filing: Filing, facts: Facts, now: datetime, *, asked: bool) -> Judged | Problem:
    try:
        judged = judge(filing, facts)
    except (NoSuchQuestionSet, NoRuleInForce):
        message = f"No question set {filing.question_set[:60]} is asked about {filing.about_on.isoformat()}."
        return Problem("no-question-set", Severity.ERROR, "question_set", filing.question_set, message)
    wrong = problem_of_day(judged.question_set, filing.about_on, now)
    if not asked:
        wrong = problem_of_asking(judged.question_set)
    return replace(judged, problems=(wrong, *judged.problems)) if wrong else judged
