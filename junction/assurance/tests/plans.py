"""A plan of four requirements, and who answers it: Trafford, Manchester, their region and the nation."""

from datetime import UTC, date, datetime

from junction.assurance.operations.answering import answer
from junction.assurance.operations.catalogues import (
    Asked,
    add_requirements,
    open_catalogue,
    publish_catalogue,
)
from junction.assurance.operations.recording import Said
from junction.assurance.operations.showing import Shown, Upload, add_evidence
from junction.assurance.rules.parties import Party
from junction.core.scope import Actor, Reach
from tests.cast import holder, national

NOW = datetime(2020, 10, 5, 9, 0, tzinfo=UTC)
TRAFFORD, MANCHESTER, NORTH_WEST = "E08000009", "E08000003", "E12000002"
TEXTS = (
    (
        "1",
        "Councils must write to confirm that their plan is in place.",
        "governance",
        "must",
        date(2020, 10, 31),
    ),
    ("2", "Councils should keep two weeks of masks in reach of every care home.", "supplies", "should", None),
    ("3", "Councils will continue to pay providers in advance.", "money", "continue", None),
    ("4", "Councils must test who stands in when a provider fails.", "continuity", "must", date(2020, 9, 30)),
)


def officer(area: str = TRAFFORD, key: str = "user:officer") -> Actor:
    return holder("council-officer", Reach(areas=frozenset({area})), key=key)


def second_officer(area: str = TRAFFORD) -> Actor:
    return officer(area, "user:second-officer")


def region() -> Actor:
    return holder("region", Reach(areas=frozenset({NORTH_WEST, TRAFFORD, MANCHESTER})), key="user:region")


def asked(ref, text, theme, strength, due, **more) -> Asked:
    values = {"kind": "one-off" if due else "standing", "actors": ("council",), "ref": ref, "due_on": due}
    return Asked(text=text, theme=theme, strength=strength, **(values | more))


def plan(*, texts=TEXTS, title="Winter plan", replaces=None, publish=True, now=NOW):
    """A catalogue with its requirements, published unless told otherwise."""
    made = open_catalogue(title=title, in_force_from=now.date(), replaces=replaces, by=national(), now=now)
    add_requirements(made.pk, [asked(*one) for one in texts], by=national(), now=now)
    return publish_catalogue(made.pk, by=national(), now=now) if publish else made


def one_of(catalogue, ref):
    return catalogue.requirements.get(ref=ref, withdrawn_at=None)


def say(requirement, status="done", result="", *, area=TRAFFORD, by=None, now=NOW, **more):
    said = Said(requirement.pk, Party(area=area), status, result, **more)
    return answer(said, by=by or officer(area), now=now)


def show(requirement, *, area=TRAFFORD, by=None, now=NOW, **more):
    values = {"title": "Letter", "owner": "Head of commissioning", "file": Upload(b"Dear all", "letter.txt")}
    return add_evidence(
        requirement.pk, Party(area=area), Shown(**(values | more)), by=by or officer(area), now=now
    )
