"""File one return by the web form: the page, the check of the answers and sending, in CPU-milliseconds.

A manager, through the whole application; once with the questions of April 2020 and once with the newest, the
longest there are. All three requests are counted, though the promise names two (page and post): checking the
answers is part of filing here.
"""

import random
import re
import sys
from datetime import date, timedelta

from bench import world
from bench.harness import PLACES, SEED, SIZE, database, durability, measure, promise
from bench.pages import answer, environ, session_of, stand_still_next_morning, steady_application

RETURNS = 100 if SIZE == "full" else 30
WARM = 5
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


def answer_every_question(places: list[int], *, on: date) -> int:
    """File all that is asked about a day, to fill in the forms of the next; return how many questions."""
    from datetime import UTC, datetime

    from junction.registry.models import Place
    from junction.returns.operations.filing import file_returns
    from junction.returns.rules.judging import Filing
    from junction.returns.rules.questions import question_set_on

    asked = question_set_on("care-home-daily", on).questions
    numbers = random.Random(SEED)
    filings = []
    for place, beds in Place.objects.filter(pk__in=places).values_list("id", "beds"):
        known = world.answers(beds or 30, numbers)
        answers = {question.code: known.get(question.code, usual(question)) for question in asked}
        filings.append(Filing(place, "care-home-daily", on, answers, "web", None))
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    filed = file_returns(filings, partial=False, by=world.actor(), now=noon)
    assert all(one.is_taken for one in filed), [one.problems for one in filed if not one.is_taken][:1]
    return len(asked)


def usual(question) -> object:
    """An answer to what the world of April 2020 does not know."""
    if question.options:
        return question.options[0]
    return 30 if question.code.startswith(("staff_employed", "stock_")) else 1


def main() -> int:
    with database():
        seconds = world.fill()
        from junction.people.models import Membership
        from junction.registry.models import Place
        from junction.returns.models import Latest, Slot
        from junction.returns.rules.questions import question_set_on, question_set_versions

        application = steady_application()
        day = stand_still_next_morning()
        filed = Slot.objects.filter(about_on=day).values("place_id")
        ids = list(
            Latest.objects.filter(question_set="care-home-daily")
            .exclude(place_id__in=filed)
            .values_list("place_id", flat=True)[: RETURNS + WARM]
        )

        def file_for(places: list[int], session: str) -> None:
            for place in places:
                Membership.objects.filter(user__email="place-manager@bench.example").update(place=place)
                file_once(application, session, place)

        def filed_by_web(questions: int) -> bool:
            session = session_of("place-manager", place=Place.objects.get(pk=ids[0]))
            file_for(ids[:WARM], session)
            cpu = measure(lambda: file_for(ids[WARM:], session))
            where = (
                f"form, check and send, {RETURNS} returns, {PLACES:,} places, {cpu.parts(RETURNS)}, "
                f"world made in {seconds:.0f} s, {durability()}"
            )
            name = f"file one return of {questions} questions by web form"
            return promise(name, cpu.ms_each(RETURNS), "CPU-ms", at_most=40, conditions=where)

        met = filed_by_web(len(question_set_on("care-home-daily", day).questions))
        newest = question_set_versions("care-home-daily")[-1].in_force_from + timedelta(days=30)
        questions = answer_every_question(ids, on=newest)
        stand_still_next_morning()
        met = filed_by_web(questions) and met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
