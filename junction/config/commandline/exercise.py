"""`junction exercise`: a simulated emergency in one region, with demo sign-ins; a seed gives one world."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from django.utils import timezone

from junction.core.refusals import Refusal
from junction.exercise import operations
from junction.people.operations import DEMONSTRATION_PASSWORD, demonstration_code
from junction.people.queries import system_actor
from junction.registry.operations import load_area_facts
from junction.registry.queries import resolve_area

from .base import AsJson, app, moment, refuse, say

exercise = typer.Typer(
    name="exercise",
    invoke_without_command=True,
    help="A simulated emergency: places, a month of returns, demo sign-ins.",
)
app.add_typer(exercise)

Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same world.")]
Region = Annotated[str, typer.Option("--region", help="A region of England, by name or code.")]
Days = Annotated[int, typer.Option("--days", min=1, max=400, help="How many days of returns, up to today.")]
FiledDays = Annotated[
    int, typer.Option("--filed-days", min=0, help="How many of them go through the real doors.")
]
Share = Annotated[
    float, typer.Option("--share", min=0.001, max=20, help="Of the region's places: 0.1 is a tenth.")
]


@exercise.callback()
def play(
    context: typer.Context,
    seed: Seed = 2020,
    region: Region = "North East",
    days: Days = 30,
    filed_days: FiledDays = 2,
    share: Share = 1.0,
    as_json: AsJson = False,
) -> None:
    """Play a simulated emergency into an empty installation.

    Homes and agencies in the published number and size; returns with gaps, lateness, weekends,
    corrections and outbreaks. Refuses where real places are.

    Example: `junction exercise --region "North East" --days 30 --seed 7`
    """
    if context.invoked_subcommand:
        return
    now = moment()
    by = system_actor("exercise", on=now.date())
    load_area_facts(by=by, now=now)
    found = resolve_area(region, on=now.date(), kinds=["region"])
    plan = operations.Plan(
        seed=seed, region=found.code if found else "", last_day=timezone.localdate(now),
        days=days, filed_days=min(filed_days, days), share=share,
    )  # fmt: skip
    try:
        played = operations.run_exercise(plan, by=by, now=now, tell=lambda text: say.print(f"  {text}"))
        people = operations.make_people(plan, by=by, now=now)
    except Refusal as refused:
        raise refuse(str(refused)) from refused
    if as_json:
        typer.echo(json.dumps(asdict(played) | {"people": [person.email for person in people]}))


@exercise.command("code")
def code() -> None:
    """The six digits that demo sign-ins are asked for at this moment. They last half a minute."""
    typer.echo(demonstration_code(moment()))


@exercise.command("sign-ins")
def sign_ins() -> None:
    """The demo sign-ins: addresses, the one password, and how to get the six digits."""
    for role in operations.DEMONSTRATION_ROLES:
        typer.echo(f"  {role}@demo.example")
    typer.echo(f"  password: {DEMONSTRATION_PASSWORD}")
    typer.echo("  six digits, for staff roles: junction exercise code")
