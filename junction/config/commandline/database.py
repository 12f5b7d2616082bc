"""`junction migrate`: the tables of this version, and the facts that come with it."""

from django.core.management import call_command

from junction.core.calendar import local_day
from junction.people.queries import system_actor
from junction.registry.operations import load_area_facts
from junction.supply.operations import load_catalogue

from .base import app, moment, say, while_waiting


@app.command()
def migrate() -> None:
    """Bring the database to this version: tables first, then the facts that come with Junction.

    It may be run again at any time and changes nothing that is up to date.
    `junction up` does it by itself.

    Example: `junction migrate`
    """
    bring_up_to_date()


def bring_up_to_date() -> None:
    """Run the migrations, then load the facts; both do nothing where there is nothing to do."""
    with while_waiting("Bringing the tables to this version …"):
        call_command("migrate", interactive=False, verbosity=0)
    with while_waiting("Loading the map of areas and the catalogue …"):
        now = moment()
        by = system_actor("migrate", on=local_day(now))
        areas = load_area_facts(by=by, now=now)
        load_catalogue(by=by, now=now)
    changed = areas.created + areas.changed
    say.print(f"Tables are those of this version; {areas.rows:,} areas known, {changed:,} new or changed.")
