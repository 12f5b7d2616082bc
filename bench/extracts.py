"""What leaves: search in an extract of 300 documents of ten pages, its preparing, and boxes in PDFs.

The documents are plans made up as in `bench.documents`, kept through the operation that keeps any; five
rules take words out. A page of search is asked through the whole application (session, roles,
list, page) for words that stand often, seldom and nowhere. Preparing is what a job does after a change of
the rules. A PDF of pages of text is drawn page by page, as the check does to find text that nobody sees.
"""

import os
import sys
import time
from datetime import UTC, datetime
from statistics import quantiles

os.environ["FIRE_PAGES"] = "10"

from bench.documents import plan, tables
from bench.harness import SIZE, durability, measure, promise
from bench.pages import answer, environ, session_of, steady_application

DOCUMENTS = 300 if SIZE == "full" else 30
EACH = 40 if SIZE == "full" else 10
WORDS = ("ventilation", "council 77", "fund ventilation for all wards", "NHS trust", "nowhere at all", "")
RULES = ("council 12", "local authority", "discharge funding", "pilot starts", "NHS trust")
PDF_PAGES = 60


def make() -> int:
    """Keep the documents and make an extract of all of them; return its number."""
    from junction.people.queries import system_actor
    from junction.record.operations import disclosure
    from junction.record.operations.keeping import keep_document
    from junction.record.queries.extracts import Wanted
    from junction.record.rules.handling import About
    from junction.record.rules.readers import read_as
    from junction.record.rules.source import Source

    by, now = system_actor("bench"), datetime.now(UTC)  # noqa: TID251 - a bench is a door
    for number in range(DOCUMENTS):
        text = plan(number)
        read = read_as("plan", Source(text, name=f"plan-{number}.txt"), written_on=now.date())
        keep_document(text.encode(), read, About("plan", f"Plan {number}"), by=by, now=now)
    wish = disclosure.Wish("All plans", "To measure", "Nobody", Wanted())
    made = disclosure.make_extract(wish, by=by, now=now)
    for words in RULES:
        asked = disclosure.Redaction(scope="extract", reason="S43", words=words)
        disclosure.add_redaction(made.pk, asked, by=by, now=now)
    return int(made.pk)


def prepared(number: int) -> str:
    """Prepare the search, and say what it cost."""
    from django.db import connection

    from junction.people.queries import system_actor
    from junction.record.models import LeavingStatement
    from junction.record.operations import disclosure

    cpu = measure(lambda: disclosure.prepare_search(number, by=system_actor("bench")))
    many = LeavingStatement.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    promise(
        "search in an extract, prepared", 1000 * cpu.wall / DOCUMENTS, "ms a document",
        conditions=f"{DOCUMENTS} documents, {many:,} statements, {cpu.parts(DOCUMENTS)}, {durability()}",
    )  # fmt: skip
    return f"{DOCUMENTS} documents of 10 pages, {many:,} statements, {len(RULES)} rules"


def searched(number: int, said: str) -> bool:
    """Ask for pages of search; the slowest of the words counts."""
    application, session, met = steady_application(), session_of("national"), True
    for words in WORDS:
        path = f"/record/extracts/{number}/search/?q={words.replace(' ', '+')}"
        for _ in range(3):
            status, page = answer(application, environ(session, path))
            assert status.startswith("200") and "being prepared" not in page, status
        took = []

        def ask(path: str = path, took: list[float] = took) -> None:
            for _ in range(EACH):
                began = time.perf_counter()
                answer(application, environ(session, path))
                took.append(time.perf_counter() - began)

        cpu = measure(ask)
        p95 = 1000 * quantiles(took, n=20)[-1]
        where = f"{said}, {EACH} requests, {cpu.parts(EACH)}, {durability()}"
        met &= promise(f"search in an extract for “{words}”, p95", p95, "ms", at_most=200, conditions=where)
    return met


def drawn() -> None:
    """Look under boxes in a PDF of many pages of text."""
    from junction.record.files import failed_redactions
    from junction.record.tests.made_files import pdf, said

    def page(number: int) -> str:
        lines = [line[:90] for line in plan(number).splitlines() if line.strip()][:50]
        return "".join(said(line, y=800 - 15 * at) for at, line in enumerate(lines))

    made = pdf(*(page(number) for number in range(PDF_PAGES)))
    cpu = measure(lambda: list(failed_redactions(made, name="plan.pdf")))
    promise(
        "looking under boxes in a PDF", 1000 * cpu.wall / PDF_PAGES, "ms a page",
        conditions=f"{PDF_PAGES} pages of 50 lines, {cpu.parts(PDF_PAGES)} and a process of its own",
    )  # fmt: skip


def main() -> int:
    with tables():
        number = make()
        met = searched(number, prepared(number))
        drawn()
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
