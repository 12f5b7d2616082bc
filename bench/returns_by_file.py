"""A file with a return of every place: read, checked and stored, each row audited."""

import io
import random
import sys

from bench import world
from bench.harness import DAY, NOW, PLACES, SEED, database, durability, measure, promise


def table() -> bytes:
    """Write the file a national body might send: one row for each place."""
    from junction.core.tables import write_csv
    from junction.registry.models import Identifier
    from junction.returns.files.returns import template_header
    from junction.returns.rules.questions import question_set_on

    random_numbers = random.Random(SEED + 1)
    header = template_header(question_set_on("care-home-daily", DAY))
    rows = []
    for value, name, beds in Identifier.objects.filter(place__isnull=False).values_list(
        "value", "place__name", "place__beds"
    ):
        row = world.answers(beds, random_numbers)
        row |= {"place": value, "name": name, "about_on": DAY.isoformat()}
        row["admitting"] = "yes" if row["admitting"] else "no"
        rows.append([row.get(column, "") for column in header])
    return "".join(write_csv(header, rows)).encode()


def main() -> int:
    with database():
        seconds = world.fill()
        from django.db import transaction

        from junction.core.tables import read
        from junction.returns.files.returns import known_columns, required_columns
        from junction.returns.operations import import_returns
        from junction.returns.rules.questions import question_set_on

        content, asked = table(), question_set_on("care-home-daily", DAY)
        report = io.StringIO()

        def work() -> None:
            rows = read(
                content, filename="r.csv", required=required_columns(asked), optional=known_columns(asked)
            )
            with transaction.atomic():
                done = import_returns(rows, question_set="care-home-daily", by=world.actor(), now=NOW)
                report.write(f"{done.created:,} stored, {done.changed:,} corrected, {done.errors:,} errors")

        cpu = measure(work)
        cost = f"CPU Python {cpu.python:.1f} s, PostgreSQL {cpu.database:.1f} s"
        where = (
            f"{report.getvalue()}; {len(content) / 1e6:.1f} MB, {PLACES:,} places, {cost}, "
            f"world made in {seconds:.0f} s, {durability()}"
        )
        met = promise("returns of every place by file", cpu.wall, "s", at_most=60, conditions=where)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
