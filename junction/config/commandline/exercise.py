"""`junction exercise`: a simulated emergency in one region, with demo sign-ins; a seed gives one world."""

import json
import sys
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.exercise import operations
from junction.exercise.queries import demonstration_volunteers
from junction.people.operations import (
    DEMONSTRATION_PASSWORD,
    demonstration_code,
    end_demonstration_sign_ins,
)
from junction.people.queries import demonstration_sign_ins, system_actor
from junction.people.rules import DEMONSTRATION_DOMAIN, roles
from junction.registry.operations import load_area_facts
from junction.registry.queries import resolve_area
from junction.support.queries.volunteer_links import link_to

from .base import AsJson, app, moment, refuse, say
from .progress import bar

exercise = typer.Typer(name="exercise", invoke_without_command=True)
app.add_typer(exercise)

DEMO_REGION = "E12000001"

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
    """Play a simulated emergency into an empty installation: places, a month of returns, demo sign-ins.

    Homes and agencies in the published number and size; returns with gaps, lateness, weekends,
    corrections and outbreaks. Refuses where real places are.

    Example: `junction exercise --region "North East" --days 30 --seed 7`
    """
    if context.invoked_subcommand:
        return
    by = system_actor("exercise", on=local_day(moment()))
    load_area_facts(by=by, now=moment())
    found = resolve_area(region, on=local_day(moment()), kinds=["region"])
    plan = operations.Plan(
        seed=seed, region=found.code if found else "", last_day=local_day(moment()),
        days=days, filed_days=min(filed_days, days), share=share,
    )  # fmt: skip
    try:
        played, people = play_plan(plan, quiet=as_json, by=by)
    except Refusal as refused:
        raise refuse(str(refused)) from refused
    if as_json:
        typer.echo(json.dumps(asdict(played) | {"people": people}))
    else:
        tell_sign_ins()


def play_plan(
    plan: operations.Plan, *, quiet: bool = False, by: Actor
) -> tuple[operations.Played, list[str]]:
    """Make the world of a plan and its demo sign-ins, telling each step."""
    now = moment()
    steps = (
        "Places, then their returns",
        "Returns of the last days",
        "Orders and deliveries",
        "Totals of days, then sign-ins",
    )
    with bar(*steps, quiet=quiet) as rows:
        played = operations.run_exercise(
            plan, by=by, now=now, tell=lambda text: say.print(f"  {text}"), rows=rows
        )
        people = operations.make_people(plan, by=by, now=now)
    return played, [person.email for person in people]


def play_once() -> None:
    """Play the demo's emergency unless one was played before: the North East, thirty days up to today."""
    by = system_actor("exercise", on=local_day(moment()))
    try:
        play_plan(operations.Plan(seed=2020, region=DEMO_REGION, last_day=local_day(moment())), by=by)
    except operations.AlreadyPlayed:
        kept = f" For another one, end this and remove {settings.HOME}." if settings.EMBEDDED else ""
        say.print(f"The simulated emergency was loaded before.{kept}", markup=False)


@app.command("demo-code")
def demo_code() -> None:
    """The six digits that demo sign-ins are asked for at this moment. They last half a minute.

    Example: `junction demo-code`
    """
    typer.echo(demonstration_code(moment()))


@app.command("demo-volunteer")
def demo_volunteer() -> None:
    """Links that open the pages of simulated volunteers, who sign in without a password. They last an hour.

    Example: `junction demo-volunteer`
    """
    now = moment()
    scope = system_actor("exercise", on=local_day(now)).scope
    found = demonstration_volunteers(scope, now=now)
    if not found:
        raise refuse("No simulated volunteer is here at this moment. To have some: junction exercise")
    for what, one in found.items():
        typer.echo(f"A volunteer who {what}:\n  {link_to(scope, one, until=now + timedelta(hours=1))}")


@exercise.command("sign-ins")
def tell_sign_ins() -> None:
    """The demo sign-ins: addresses, the one password, and how to get the six digits."""
    known = roles(local_day(moment()))
    say.print(f"Sign in as one of these, with the password {DEMONSTRATION_PASSWORD}", style="bold")
    for name in operations.DEMONSTRATION_ROLES:
        address, role = f"{name}@{DEMONSTRATION_DOMAIN}", known[name]
        say.print(f"  {address:<36}{role.title}{' *' if role.needs_second_factor else ''}")
    program = sys.argv[0] if Path(sys.argv[0]).name == "junction" else "junction"
    say.print(f"* is asked for six digits too. In another terminal: {program} demo-code", markup=False)
    say.print(f"To see what a volunteer sees, in another terminal: {program} demo-volunteer", markup=False)


@exercise.command("end-sign-ins")
def end_sign_ins() -> None:
    """Take the demo sign-ins away, before anything real comes in. The simulated places stay.

    Example: `junction exercise end-sign-ins`
    """
    now = moment()
    by = system_actor("commandline", on=local_day(now))
    count = end_demonstration_sign_ins(by=by, now=now)
    typer.echo(f"{count} demo sign-ins were taken away." if count else "There are no demo sign-ins.")


def warn_of_sign_ins() -> None:
    """Say so when something real comes in where everybody may know a password."""
    now = moment()
    count = demonstration_sign_ins(system_actor("commandline", on=local_day(now)).scope).count()
    if count:
        say.print(
            f"{count} demo sign-ins, whose password everybody may know, can see what comes in here."
            " To take them away: junction exercise end-sign-ins",
            style="bold yellow",
            markup=False,
        )
