"""`junction invite`: how the first administrator comes in; `junction erase`, `remove-second-factor`."""

from typing import Annotated

import typer
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.validators import validate_email

from junction.core.calendar import local_day
from junction.core.messages.operations import deliver
from junction.core.pages.words import moment as moment_in_words
from junction.people import operations, queries, rules

from .base import app, moment, refuse
from .exercise import warn_of_sign_ins

Email = Annotated[str, typer.Argument(help="Their address, such as ann@example.gov.uk.")]
Role = Annotated[str, typer.Option("--role", help="Such as place-manager, council-officer, administrator.")]
Place = Annotated[str, typer.Option("--place", help="The registered number of a place, such as 1-123456789.")]
Area = Annotated[str, typer.Option("--area", help="The name or GSS code of an area.")]
Organisation = Annotated[
    str, typer.Option("--organisation", help="The registered number of an organisation.")
]


@app.command()
def invite(
    email: Email, role: Role, place: Place = "", area: Area = "", organisation: Organisation = ""
) -> None:
    """Send somebody a link by which they become a member, once, within some days.

    Say what the role is for with one of --place, --area and --organisation; without any it is for the nation.

    Examples: `junction invite ann@example.gov.uk --role administrator`,
    `junction invite bo@trafford.gov.uk --role council-officer --area Trafford`
    """
    now = moment()
    known = rules.roles(local_day(now))
    offered = {name for name in known["system"].may_invite if known[name].over}
    if role not in offered:
        raise refuse(f"There is no role {role} to invite to. Choose one of: {', '.join(sorted(offered))}.")
    try:
        validate_email(email.strip())
    except ValidationError as wrong:
        raise refuse(f"{email} is not an email address, such as ann@example.gov.uk.") from wrong
    given = [text for text in (place, area, organisation) if text]
    over = queries.over_with_number(given[0]) if given else rules.Over()
    if len(given) > 1 or over is None:
        raise refuse(
            "Name one place, area or organisation that Junction knows; check the number or the name."
        )
    try:
        sent = operations.invite(
            email=email, role=role, over=over, by=queries.system_actor("commandline"), now=now
        )
    except operations.Refused as refused:
        raise refuse(str(refused)) from refused
    warn_of_sign_ins()
    deliver(moment())  # no worker need be running for the first administrator
    kept = settings.MESSAGE_CARRIER.endswith("LocalOutbox")
    where = f"lies in {settings.OUTBOX}" if kept else f"is on its way to {email}"
    typer.echo(f"Invitation {sent.pk} {where}. It works once, until {moment_in_words(sent.expires_at)}.")


@app.command()
def erase(
    email: Email,
    why: Annotated[str, typer.Option("--why", prompt="Why", help="Kept in the log; name nobody in it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """Destroy a person's name and address and every way they sign in. What they did stays, without a name.

    Backups made before still hold them: erase again after putting one back.

    Example: `junction erase ann@example.gov.uk --why "Left in May and asked for it"`
    """
    now, by = moment(), queries.system_actor("commandline")
    try:
        person = queries.person_with_address(by.scope, email)
        if not yes:
            typer.confirm(f"Erase {person.name or email}? This cannot be undone.", abort=True)
        operations.erase_person(user_id=person.pk, why=why, by=by, now=now)
    except ObjectDoesNotExist as unknown:
        raise refuse("Nobody signs in with this address. Look at it again.") from unknown
    except operations.Refused as refused:
        raise refuse(str(refused)) from refused
    typer.echo("Erased. Pages show “erased” where the name stood; the log keeps what was done.")


@app.command("remove-second-factor")
def remove_second_factor(
    email: Email,
    why: Annotated[str, typer.Option("--why", prompt="Why", help="Kept in the log; name nobody in it.")],
) -> None:
    """Take away somebody's authenticator app, passkeys and recovery codes, and sign them out everywhere.

    They sign in with the password alone and set up another. For a lost device, when nobody who manages access
    can sign in; and for secrets that were sealed under another secret key.

    Example: `junction remove-second-factor ann@example.gov.uk --why "Restored with another secret key"`
    """
    now, by = moment(), queries.system_actor("commandline")
    try:
        person = queries.person_with_address(by.scope, email)
        operations.remove_second_factor(user_id=person.pk, why=why, by=by, now=now)
    except ObjectDoesNotExist as unknown:
        raise refuse("Nobody signs in with this address. Look at it again.") from unknown
    except operations.Refused as refused:
        raise refuse(str(refused)) from refused
    typer.echo("Removed. A letter tells them. At the next sign-in they are asked to set up another.")
