"""File one return by the web form: the page, the check of the answers and sending, in CPU-milliseconds.

A manager, through the whole application. All three requests are counted, though the promise names two (page
and post): checking the answers is part of filing here.
"""

import re
import sys

from bench import world
from bench.harness import PLACES, SIZE, database, durability, measure, promise
from bench.pages import answer, environ, session_of, stand_still_next_morning, steady_application

RETURNS = 100 if SIZE == "full" else 30
DRAFT = re.compile(r'name="draft" value="([^"]+)"')
TYPED = re.compile(r'<input[^>]* name="([a-z_]+)" type="text"[^>]* value="([^"]*)"')
CHOSEN = re.compile(r'<input[^>]* name="([a-z_]+)" type="radio" value="([^"]*)" checked')
TICK = re.compile(r'name="confirmed" type="checkbox" value="([^"]+)"')


def file_once(application, session: str, place: int) -> None:
    """Open the form as filled in, answer what is new, check and send."""
    path = f"/returns/{place}/care-home-daily/"
    status, page = answer(application, environ(session, path))
    assert status.startswith("200"), status
    typed = dict(TYPED.findall(page)) | dict(CHOSEN.findall(page))
    typed |= {"suspected_new": "0", "confirmed_new": "0", "expected_version": "0", "step": "check"}
    status, page = answer(application, environ(session, path, posted=typed))
    found = DRAFT.search(page)
    assert found, (status, re.findall(r'error-message">(.{200})', page, re.S))
    sent = {"step": "send", "draft": found[1], "confirmed": TICK.findall(page)}
    status, _ = answer(application, environ(session, path, posted=sent))
    assert status.startswith("302"), status


def main() -> int:
    with database():
        seconds = world.fill()
        from junction.people.models import Membership
        from junction.registry.models import Place
        from junction.returns.models import Latest, Slot

        application = steady_application()
        day = stand_still_next_morning()
        filed = Slot.objects.filter(about_on=day).values("place_id")
        ids = list(
            Latest.objects.filter(question_set="care-home-daily")
            .exclude(place_id__in=filed)
            .values_list("place_id", flat=True)[: RETURNS + 5]
        )
        session = session_of("place-manager", place=Place.objects.get(pk=ids[0]))
        manager = Membership.objects.get(user__email="place-manager@bench.example")

        def file_for(places: list[int]) -> None:
            for place in places:
                Membership.objects.filter(pk=manager.pk).update(place=place)
                file_once(application, session, place)

        file_for(ids[:5])
        cpu = measure(lambda: file_for(ids[5:]))
        each = (1000 * cpu.python / RETURNS, 1000 * cpu.database / RETURNS)
        where = (
            f"form, check and send, {RETURNS} returns, {PLACES:,} places, Python {each[0]:.1f}, PostgreSQL "
            f"{each[1]:.1f}, world made in {seconds:.0f} s, {durability()}"
        )
        met = promise(
            "file one return by web form", cpu.ms_each(RETURNS), "CPU-ms", at_most=40, conditions=where
        )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
