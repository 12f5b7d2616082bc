"""A plan for the world of the matrix: Northham's answer, evidence, a second look, an open issue; a draft."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from junction.assurance.operations.answering import answer
from junction.assurance.operations.catalogues import (
    Asked,
    add_requirements,
    open_catalogue,
    publish_catalogue,
)
from junction.assurance.operations.issues import raise_issue
from junction.assurance.operations.recording import Said
from junction.assurance.operations.showing import Shown, Upload, add_evidence
from junction.assurance.operations.verifying import Found, verify_answer
from junction.assurance.rules.parties import Party
from junction.people.queries import system_actor

ANSWER = "Northham keeps gowns in the old library"


def make_plans(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    by, other, party = system_actor("matrix"), system_actor("reviewer"), Party(area=world.north.code)
    plan = open_catalogue(title="Winter plan", in_force_from=now.date(), by=by, now=now)
    asked = Asked("Councils must keep gowns.", "supplies", ("council",), "must", "standing")
    requirement = add_requirements(plan.pk, [asked], by=by, now=now)[0]
    publish_catalogue(plan.pk, by=by, now=now)
    draft = open_catalogue(title="Spring plan", in_force_from=now.date(), by=by, now=now)
    add_requirements(draft.pk, [asked], by=by, now=now)
    answer(Said(requirement.pk, party, "done", said=ANSWER), by=by, now=now)
    shown = Shown(title="Stock list", owner="Stores", file=Upload(b"gowns", "gowns.txt"))
    found = Found("verified", "Counted the gowns")
    return {
        "catalogue_id": plan.pk, "plan_draft_id": draft.pk, "requirement_id": requirement.pk,
        "evidence_id": add_evidence(requirement.pk, party, shown, by=by, now=now).pk,
        "verification_id": verify_answer(requirement.pk, party, found, by=other, now=now).pk,
        "issue_id": raise_issue(requirement.pk, party, text="Sizes", by=by, now=now).pk,
        "party_key": party.key, "level": "self", "part": "file",
    }  # fmt: skip
