"""Documents by the folder: plans of 100 pages are imported, the import is killed (-9) and run again.

The same plans are imported twice, each time into a database of its own: once in peace, which gives the
pace, and once by a process that is killed again and again and started anew. What is kept in the end must be
the same to the row: nothing doubled, nothing lost. Among as many, a page of search is timed, and
how long a job takes to compare one more with those that speak of the same.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from bench.harness import ROOT, SEED, SIZE, Cpu, database, durability, promise

# A test runs it smaller still (tests/test_documents_under_fire.py).
DOCUMENTS = int(os.environ.get("FIRE_DOCUMENTS") or (1_000 if SIZE == "full" else 20))
PAGES = int(os.environ.get("FIRE_PAGES") or 100)
KILLS = int(os.environ.get("FIRE_KILLS") or 3)
PARAGRAPHS = 5  # on a page
WORDS = (
    *("homes", "staff", "testing", "visitors", "discharge", "funding", "support", "guidance", "providers"),
    *("hospital", "review", "residents", "safety", "equipment", "training", "services", "partners", "health"),
    *("carers", "wards", "networks", "ventilation"),
)
QUESTIONS = (
    *("ventilation training", "ventlation traning", "fund ventilation for all wards", "staff"),
    "council plan 77",
)
LISTED = 300  # documents beside the newest whose sentences are listed, so that there is much to compare
BODIES = ("council", "CCG", "local authority", "NHS trust")
Kept = Counter[tuple[str, int, int, int]]


def plan(number: int) -> str:
    """Return the text of a plan: chapters, numbered paragraphs, promises in bold with their days."""
    pick = random.Random(SEED * 1_000_003 + number)
    lines = [f"Winter plan of council {number}", "Published 2 November 2020", ""]
    chapter = paragraph = 0
    for page in range(1, PAGES + 1):
        if page % 10 == 1:
            chapter, paragraph = chapter + 1, 0
            lines += ["", f"{chapter}. {pick.choice(WORDS).title()} and {pick.choice(WORDS)}", ""]
            pilot = f"{pick.choice(WORDS)} {pick.choice(WORDS)} pilot"
            lines += [f"The {pilot} starts on {pick.randint(1, 28)} November.", ""]
        for _ in range(PARAGRAPHS):
            paragraph += 1
            lines += [f"{chapter}.{paragraph} {_said(pick)}", ""]
        lines += [str(page), "\f"]
    return "\n".join(lines)


def _said(pick: random.Random) -> str:
    def one() -> str:
        body, what, why = pick.choice(BODIES), pick.choice(WORDS), pick.choice(WORDS)
        return f"The {body} has a part in {what}, which bears on {why} and on {pick.choice(WORDS)}."

    due = f"{pick.randint(1, 28)} {pick.choice(('November', 'December'))}"
    promised = f" **We will fund {pick.choice(WORDS)} for all {pick.choice(WORDS)} by {due}.**"
    return " ".join(one() for _ in range(4)) + (promised if pick.random() < 0.4 else "")


@contextmanager
def tables() -> Iterator[None]:
    """Have a database with all tables and nothing in them; the process before may have used another."""
    with database(of_world=False):
        from django.db import connection

        connection.close()
        connection.settings_dict["NAME"] = urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/")
        yield


def start(folder: Path) -> subprocess.Popen[bytes]:
    """Start the import of a folder, as a person would."""
    command = [sys.executable, "-m", "junction.config.commandline", "import", "documents", str(folder)]
    options = ["--kind", "plan", "--dated", "2020-11-02"]
    return subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL)


def kept() -> Kept:
    """Return every document that is kept, with how much was read in it; alike ones count up."""
    from django.db.models import Count

    from junction.record.models import DateMention, Document

    dates = Counter(DateMention.objects.values_list("statement__document_id", flat=True))
    rows = Document.objects.annotate(read=Count("statements")).values_list("pk", "title", "read", "text")
    return Counter((title, read, dates[pk], len(text)) for pk, title, read, text in rows)


def progress() -> int:
    from junction.record.models import Document

    return Document.objects.count()


def in_peace(folder: Path) -> tuple[Kept, float, Cpu]:
    """Import the folder in one go; return what is kept, and the seconds it took."""
    import resource

    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    if start(folder).wait():
        raise SystemExit("the import failed")
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    python = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return kept(), seconds, Cpu(python, 0.0, seconds)


def under_fire(folder: Path) -> tuple[Kept, int]:
    """Import the folder by processes killed in the middle; return what is kept, and how many were."""
    killed = 0
    for kill in range(1, KILLS + 1):
        process = start(folder)
        until = DOCUMENTS * kill // (KILLS + 1)
        while process.poll() is None and progress() < max(1, until):
            time.sleep(0.02)
        time.sleep(random.Random(SEED + kill).uniform(0, 0.5))  # in the middle of a document, not after one
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        print(f"killed at {progress():,} of {DOCUMENTS:,} documents", flush=True)
    if start(folder).wait():
        raise SystemExit("the import did not go on")
    return kept(), killed


def searched() -> float:
    """Ask as a page does: return the median milliseconds of the slowest question."""
    from datetime import UTC, datetime

    from django.db import connection

    from junction.people.queries import system_actor
    from junction.record.queries.search import search

    with connection.cursor() as cursor:  # as autovacuum does in daily use
        cursor.execute("ANALYZE")
    scope, now = system_actor("bench").scope, datetime(2020, 12, 1, tzinfo=UTC)

    def once(words: str) -> float:
        began = time.perf_counter()
        rows = search(scope, words, now=now).rows
        rows.count(), list(rows[:50])
        return 1000 * (time.perf_counter() - began)

    return max(median(once(words) for _ in range(5)) for words in QUESTIONS)


def compared() -> float:
    """Compare the newest document with what others say of the same: return the milliseconds of its job."""
    from datetime import UTC, datetime

    from junction.people.queries import system_actor
    from junction.record.models import Document
    from junction.record.operations.contradictions import list_assertions
    from junction.record.tasks import find_contradictions

    *others, newest = Document.objects.order_by("pk").values_list("pk", flat=True)
    for one in others[:LISTED]:
        list_assertions(one, by=system_actor("bench"), now=datetime(2020, 12, 1, tzinfo=UTC))
    began = time.perf_counter()
    find_contradictions(newest)
    return 1000 * (time.perf_counter() - began)


def faults(whole: Kept, broken: Kept) -> list[str]:
    """Say what differs."""
    doubled = sum((broken - whole).values())
    lost = sum((whole - broken).values())
    found = [f"{doubled:,} documents are doubled or differ"] if doubled else []
    found += [f"{lost:,} documents are lost or differ"] if lost else []
    missing = DOCUMENTS - sum(whole.values())
    return found + ([f"{missing:,} documents were not kept at all"] if missing else [])


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-documents-") as name:
        folder = Path(name)
        for number in range(1, DOCUMENTS + 1):
            Path(folder, f"plan-{number:05}.txt").write_text(plan(number), encoding="utf-8")
        with tables():
            where = durability()
            whole, seconds, cpu = in_peace(folder)
            statements = sum(read * times for (_, read, _, _), times in whole.items())
            found_in, compared_in = searched(), compared()
        with tables():
            broken, killed = under_fire(folder)
    wrong = faults(whole, broken) + ([] if killed else ["the import was never killed"])
    each = f"{DOCUMENTS:,} plans of {PAGES} pages, {statements:,} statements; {where}"
    promise("documents imported", 60 * DOCUMENTS / seconds, "a minute",
            conditions=f"{cpu.ms_each(DOCUMENTS):,.0f} CPU-ms of Python each; {each}")  # fmt: skip
    asked = f"median of five, exact, misspelt, common and rare words; {each}"
    fast = promise("a page of search in the record, slowest of five questions", found_in, "ms",
                   at_most=200, conditions=asked)  # fmt: skip
    listed = min(LISTED, DOCUMENTS - 1)
    promise("a document listed and compared with those that speak of the same", compared_in, "ms",
            conditions=f"{listed:,} others listed; {each}")  # fmt: skip
    met = promise("import killed and run again: documents doubled, lost or different", len(wrong), "faults",
                  at_most=0, conditions="; ".join(wrong) or f"killed {killed} times; {each}")  # fmt: skip
    return 0 if met and fast else 1


if __name__ == "__main__":
    sys.exit(main())
