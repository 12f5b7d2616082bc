"""Files with a return of every place, homes and agencies: read, checked and stored, each return audited."""

import csv
import io
import random
import sys
from collections.abc import Iterator

from bench import world
from bench.harness import DAY, NOW, SEED, database, durability, measure, promise

AGENCY = {"people_supported": 60, "hours_commissioned": 660, "hours_handed_back": 4, "admitting": "yes"}


def rows_of(question_set: str) -> Iterator[dict[str, object]]:
    """What each place asked says of the day."""
    from junction.registry.models import Identifier
    from junction.returns.rules.questions import question_set_on

    random_numbers = random.Random(SEED + 1)
    asked = question_set_on(question_set, DAY)
    found = Identifier.objects.filter(
        kind="cqc-location", place__service_types__overlap=list(asked.service_types)
    ).order_by("id")
    for value, name, beds in found.values_list("value", "place__name", "place__beds"):
        answers = world.answers(beds or 30, random_numbers) | ({} if beds else AGENCY)
        answers["admitting"] = "yes" if answers["admitting"] else "no"
        yield {"place": value, "name": name, "about_on": DAY.isoformat(), **answers}


def file_of(question_set: str) -> bytes:
    """Write the file a national body might send: one row for each place, in the columns of the template."""
    from junction.returns.files.returns import template_header
    from junction.returns.rules.questions import question_set_on

    text = io.StringIO()
    columns = template_header(question_set_on(question_set, DAY))
    writer = csv.DictWriter(text, columns, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows_of(question_set))
    return text.getvalue().encode()


def take_in(question_set: str, content: bytes) -> int:
    """Import a file as the command line does; return how many returns were stored."""
    from django.db import transaction

    from junction.core.tables import read
    from junction.returns.files.returns import known_columns, required_columns
    from junction.returns.operations import import_returns
    from junction.returns.rules.questions import question_set_on

    asked = question_set_on(question_set, DAY)
    rows = read(
        content, filename="returns.csv", required=required_columns(asked), optional=known_columns(asked)
    )
    with transaction.atomic():
        done = import_returns(rows, question_set=question_set, by=world.actor(), now=NOW)
    assert not done.errors, done.findings[:3]
    return done.created


def main() -> int:
    with database():
        seconds = world.fill()
        files = {name: file_of(name) for name in ("care-home-daily", "home-care-daily")}
        stored: list[int] = []
        cpu = measure(lambda: stored.extend(take_in(name, content) for name, content in files.items()))
        megabytes = sum(map(len, files.values())) / 1e6
        where = (
            f"{sum(stored):,} stored, {megabytes:.1f} MB in 2 files, CPU Python {cpu.python:.1f} s + "
            f"PostgreSQL {cpu.database:.1f} s, world made in {seconds:.0f} s, {durability()}"
        )
        met = promise("returns of every place by file", cpu.wall, "s", at_most=60, conditions=where)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
