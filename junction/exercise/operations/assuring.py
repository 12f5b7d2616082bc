"""Play assurance: what the plan asks becomes a catalogue, what the action plans claim becomes answers.

One council shows what it did and a second person has looked; one says words only, and some of them are not
so; one is silent. All of it goes through the operations that the pages call.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from junction.assurance.models import Requirement
from junction.assurance.operations.answering import answer_many
from junction.assurance.operations.catalogues import (
    Asked,
    add_requirements,
    open_catalogue,
    publish_catalogue,
)
from junction.assurance.operations.issues import raise_issue
from junction.assurance.operations.recording import Said
from junction.assurance.operations.showing import Shown, add_evidence
from junction.assurance.operations.signing import sign_off
from junction.assurance.operations.verifying import Found, verify_answer
from junction.assurance.queries.catalogues import requirements
from junction.assurance.queries.proposals import proposed_of, said_in
from junction.assurance.rules.book import assurance_rules
from junction.assurance.rules.matching import Named, matches
from junction.assurance.rules.parties import Party
from junction.assurance.rules.proposing import StatementSaid
from junction.assurance.rules.words import requirement_words
from junction.core.scope import Actor

from .. import queries
from ..files import told
from ..rules.answers import moment
from ..rules.plan import Plan
from .documents import Kept
from .signing import play_signing

OPENED, PUBLISHED = 23, 22  # days before the last
ANSWERED, LOOKED = 2, 1
WORKING_DAY = 10 * 60  # minutes of the day
REVIEWER = "system:exercise-reviewer"  # a second person: nobody verifies their own answer


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an action plan with the requirement it answers."""

    requirement: Requirement
    statement: StatementSaid
    status: str


def play_assurance(plan: Plan, kept: Kept, *, by: Actor) -> int:
    """Ask what the plan asks, answer as the three councils do; return how many answers there are."""
    asked = _ask(plan, kept.documents["plan.txt"], by=by)
    made = 0
    for council in told("answers")["council"]:
        area = kept.councils.get(council["who"])
        document = kept.documents.get(f"action-plan-{council['who']}.csv")
        if area and document:
            rows = _rows(asked, document, plan.last_day, by=by)
            made += _answer(council, rows, Party(area=area), plan.last_day, by=by)
            _look(council, rows, Party(area=area), plan.last_day, by=replace(by, key=REVIEWER))
            play_signing(
                council, area, plan, {row.requirement.ref: row.requirement.pk for row in rows}, by=by
            )
    return made


def _ask(plan: Plan, document: int, *, by: Actor) -> list[Requirement]:
    """Make the catalogue of what the plan asks of councils; what it promises itself is no requirement."""
    opened, published = (plan.last_day - timedelta(days=days) for days in (OPENED, PUBLISHED))
    rules, words = assurance_rules(opened), requirement_words(opened)
    catalogue = open_catalogue(
        title="Ready for winter (simulated)", version="1", in_force_from=opened, document_id=document, by=by,
        now=moment(opened, WORKING_DAY),
    )  # fmt: skip
    found = proposed_of(by.scope, catalogue, rules, words)
    ours = [Asked(**asdict(one)) for one in found if "council" in one.actors and not _is_promise(one.text)]
    add_requirements(catalogue.pk, ours, by=by, now=moment(opened, WORKING_DAY))
    publish_catalogue(catalogue.pk, by=by, now=moment(published, WORKING_DAY))
    return list(requirements(by.scope, catalogue.pk))


def _is_promise(text: str) -> bool:
    return "we will" in text.lower()


def _rows(asked: list[Requirement], document: int, last_day: date, *, by: Actor) -> list[Row]:
    """Match the rows of an action plan to what is asked, by reference or words; bare rows are left out."""
    rules = assurance_rules(last_day)
    said = [one for one in said_in(by.scope, document) if one.kind == "row"]
    found = matches(
        [Named(one.ref, one.cells.get("item", one.text)) for one in said],
        [Named(one.ref, one.text) for one in asked], rules.matching,
    )  # fmt: skip
    claims = queries.claims_of(by.scope, [one.number for one in said])
    return [
        Row(asked[match.place], one, rules.from_documents[claims[one.number]])
        for one, match in zip(said, found, strict=True)
        if match and claims[one.number] in rules.from_documents
    ]


def _answer(council: Mapping[str, Any], rows: list[Row], party: Party, last_day: date, *, by: Actor) -> int:
    now = moment(last_day - timedelta(days=ANSWERED), WORKING_DAY)
    results = council.get("results", {})
    said = [
        Said(
            row.requirement.pk, party, row.status, results.get(row.requirement.ref, ""),
            said=row.statement.cells.get("evidence", ""), statement=row.statement.number,
        )
        for row in rows
    ]  # fmt: skip
    made = answer_many(said, channel="exercise", by=by, now=now) if said else []
    by_ref = {row.requirement.ref: row.requirement.pk for row in rows}
    for row in rows if council["shows"] else ():
        shown = Shown(
            title="Words of the action plan", owner=council["owner"],
            statement=row.statement.number, quote=row.statement.cells["evidence"],
        )  # fmt: skip
        add_evidence(row.requirement.pk, party, shown, by=by, now=now)
    for one in council.get("evidence", ()):
        received, expires = (last_day + timedelta(days=one[name]) for name in ("received", "expires"))
        shown = Shown(
            title=one["title"], owner=council["owner"], quote=one["quote"], received_on=received,
            expires_on=expires,
        )  # fmt: skip
        add_evidence(by_ref[one["ref"]], party, shown, by=by, now=now)
    for one in council.get("issue", ()):
        raise_issue(by_ref[one["ref"]], party, text=one["text"], owner=council["owner"], by=by, now=now)
    return len(made)


def _look(
    council: Mapping[str, Any], rows: Iterable[Row], party: Party, last_day: date, *, by: Actor
) -> None:
    """A second person looks at some answers and says what they found; then the council signs."""
    now = moment(last_day - timedelta(days=LOOKED), WORKING_DAY)
    looked = council.get("looked", {})
    for row in rows:
        if found := looked.get(row.requirement.ref):
            verify_answer(row.requirement.pk, party, Found("verified", found), by=by, now=now)
    if words := council.get("signed"):
        catalogue = queries.catalogue_asked(by.scope)
        sign_off(catalogue, party, level="self", verdict="agreed", said=words, by=by, now=now)
