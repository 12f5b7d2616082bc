"""A list of every place into an empty register: read, checked, matched and stored; then the same list again.

The list is the one that the world of the other benchmarks is made from. As people write them, one phone
number in ten lacks its leading 0 and one postcode in twenty its space, so that repairs are measured.
"""

import csv
import io
import sys

from bench import world
from bench.harness import DAY, NOW, PLACES, database, durability, measure, promise

PHONE_EVERY, POSTCODE_EVERY = 10, 20


def worn(content: bytes) -> bytes:
    """The list with the slips of spreadsheets."""
    text = io.StringIO()
    rows = csv.DictReader(io.StringIO(content.decode()))
    writer = csv.DictWriter(text, rows.fieldnames or [])
    writer.writeheader()
    for number, row in enumerate(rows):
        if number % PHONE_EVERY == 0:
            row["phone"] = row["phone"].replace(" ", "").removeprefix("0")
        if number % POSTCODE_EVERY == 0:
            row["postcode"] = row["postcode"].replace(" ", "")
        writer.writerow(row)
    return text.getvalue().encode()


def take_in(content: bytes) -> dict[str, int]:
    """Import the list as the command line does; return the counts."""
    from junction.registry.files.place_lists import read_place_list
    from junction.registry.operations import import_places

    listing = read_place_list(content, filename="places.csv")
    report = import_places(listing, listed_on=DAY, dry_run=False, by=world.actor(), now=NOW)
    assert not report.errors, report.findings[:3]
    return report.counts()


def main() -> int:
    with database(of_world=False):
        world.load_areas()
        content = worn(world.list_of(world.draw()))
        counts: list[dict[str, int]] = []
        names = ("places by file", "the same places by file again")
        promises = []
        for name, bar in zip(names, (60, None), strict=True):
            cpu = measure(lambda: counts.append(take_in(content)))
            said = {key: counts[-1][key] for key in ("created", "changed", "unchanged", "ended")}
            where = (
                f"{counts[-1]['rows']:,} rows, {len(content) / 1e6:.1f} MB, {said}, "
                f"CPU Python {cpu.python:.1f} s + PostgreSQL {cpu.database:.1f} s, {durability()}"
            )
            promises.append(promise(name, cpu.wall, "s", at_most=bar, conditions=where))
        first, again = counts
        assert first["created"] == first["rows"] >= PLACES, first
        assert again["unchanged"] == again["rows"] == first["rows"], again
    return 0 if all(promises) else 1


if __name__ == "__main__":
    sys.exit(main())
