"""Three homes of which two are merged into the third, and what they file: whose a return is depends on it.

    day            16    17    18    19        20
    Ash (stands)                     30
    Beech                10    21    11        12 (late)
    Cedar                      22

Beech lies in another council. Beech and Cedar are merged into Ash at nine in the evening of the 20th, and let
go at eleven.
"""

from datetime import date, timedelta
from types import SimpleNamespace

from junction.people.queries import system_actor
from junction.registry.models import Area, AreaInside
from junction.registry.operations import merge_places, undo_merge
from junction.returns.operations import file_return
from junction.returns.rules.questions import question_set_on

from .conftest import DAY, make_place

SYSTEM = system_actor("test")
SET = "care-home-daily"
ASKED = question_set_on(SET, DAY)
DAYS = [DAY - timedelta(days=back) for back in range(4, -1, -1)]
HOUR = timedelta(hours=1)


def make_world(council, place, now, filing) -> SimpleNamespace:
    """Make the three homes of the picture above; with them come the moments to ask at."""
    other = Area.objects.get_or_create(
        code="E08999002", defaults={"kind": "unitary", "name": "Elsewhere", "started_on": date(1974, 4, 1)}
    )[0]
    for area in (council, other):
        AreaInside.objects.get_or_create(ancestor=area, descendant=area, valid_from=date(1974, 4, 1))
    beech = make_place(other, "Beech House", now)
    cedar = make_place(council, "Cedar House", now)
    said = {
        place: {DAYS[3]: 30},
        beech: {DAYS[1]: 10, DAYS[2]: 21, DAYS[3]: 11, DAYS[4]: 12},
        cedar: {DAYS[2]: 22},
    }
    for one, by_day in said.items():
        for day, occupied in by_day.items():
            at = now - (DAY - day) + (10 * HOUR if day == DAY else timedelta(0))
            file(filing, one, day, occupied, at)
    return SimpleNamespace(
        ash=place, beech=beech, cedar=cedar, council=council, other=other,
        before=now + 11 * HOUR, merged=now + 13 * HOUR, after=now + 15 * HOUR, late=now + 20 * HOUR,
    )  # fmt: skip


def file(filing, place, day, occupied, at):
    change = {"occupied": occupied, "vacancies_admitting": 39 - occupied}
    return file_return(filing(of=place, on=day, change=change, confirmed=None), by=SYSTEM, now=at)


def merge(world):
    made = []
    for gone in (world.beech, world.cedar):
        made.append(
            merge_places(
                kept_id=world.ash.pk, gone_id=gone.pk, why="one home", by=SYSTEM, now=world.before + HOUR
            )
        )
    return made


def let_go(world, merges):
    for one in merges:
        undo_merge(merge_id=one.pk, why="three homes", by=SYSTEM, now=world.merged + HOUR)
