"""Play the chain of signatures above a council's own: local, regional, national, each another person.

One council's answers are sent back by the region; another's are signed at every level, and something is shown
after that, so that the page says what changed since.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from junction.assurance.operations.showing import Shown, add_evidence
from junction.assurance.operations.signing import sign_off
from junction.assurance.rules.parties import Party
from junction.core.scope import Actor, Reach, Scope
from junction.people.rules import grant
from junction.registry.queries import inside

from .. import queries
from ..rules.answers import moment
from ..rules.plan import Plan

SIGNED = 1  # days before the last
ROLES = {"local": "council-officer", "regional": "region", "national": "national"}


def play_signing(
    council: Mapping[str, Any], area: str, plan: Plan, asked: Mapping[str, int], *, by: Actor
) -> None:
    """Sign at each level that `council` tells of; then show what came later, by the reference it is about."""
    day = plan.last_day - timedelta(days=SIGNED)
    catalogue, party = queries.catalogue_asked(by.scope), Party(area=area)
    for one in council.get("chain", ()):
        sign_off(
            catalogue, party, level=one["level"], verdict=one["verdict"], said=one.get("said", ""),
            by=_signer(one["level"], area, plan), now=moment(day, one["at"]),
        )  # fmt: skip
    for one in council.get("later", ()):
        shown = Shown(title=one["title"], owner=council["owner"], quote=one["quote"], received_on=day)
        add_evidence(asked[one["ref"]], party, shown, by=by, now=moment(day, one["at"]))


def _signer(level: str, area: str, plan: Plan) -> Actor:
    """Somebody who holds the role of a level and no more: of the council, its region, the nation."""
    held = {"local": area, "regional": plan.region}.get(level)
    reach = (
        Reach(areas=frozenset(inside([held], on=plan.last_day)) | {held}) if held else Reach(national=True)
    )
    role = grant(ROLES[level], reach, on=plan.last_day)
    return Actor(f"system:exercise-{level}", f"Signs at the {level} level (simulated)", Scope((role,)))
