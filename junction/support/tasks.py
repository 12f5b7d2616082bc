"""Work of support by the clock: what is past its time is forgotten, what waits too long goes one step up."""

from django.utils import timezone

from junction.core.calendar import local_day
from junction.core.imports import ImportReport
from junction.core.jobs import every, task
from junction.core.uploads.work import Order, work
from junction.people.queries import system_actor

from .files.directory import read_directory
from .files.volunteers import read_volunteers
from .operations import keeping_unmet, matching, offer_passing, task_freeing, task_offers, texting
from .operations.carer_letters import tell_late_carers
from .operations.chasing_services import chase_services
from .operations.concerns import chase_concerns
from .operations.directory_import import Taking, import_directory
from .operations.forgetting import forget_people
from .operations.launch_verdicts import look_at_launches
from .operations.link_letters import tell_late_links
from .operations.loans import free_over_loans, lapse_loans
from .operations.no_results import forget_no_results
from .operations.passing_on import hear_of_passed
from .operations.proposals import measure_outcomes, remind_of_late
from .operations.recurring import state_recurring
from .operations.referrals import lapse_referrals
from .operations.volunteer_import import import_volunteers
from .operations.volunteer_letters import send_wanted
from .operations.volunteer_own import forget_volunteers
from .rules.directory_book import directory_book
from .rules.uploads import SERVICES, VOLUNTEERS


@every("45 2 * * *", "support.forget_people")
def forget_people_past_their_time() -> None:
    """The marks of people whose values core has destroyed."""
    now = timezone.now()
    forget_people(today=timezone.localdate(now), by=system_actor("retention"), now=now)


@every("50 2 * * *", "support.forget_no_results")
def forget_searches_past_their_time() -> None:
    """Searches of the directory that found nothing, once they are older than the rules let them be kept."""
    now = timezone.now()
    today = local_day(now)
    forget_no_results(today=today, book=directory_book(today), by=system_actor("directory"), now=now)


@every("*/15 * * * *", "support.escalate_late_offers")
def escalate_late_offers() -> None:
    """What lost its owner gets another; what was not answered within its working days goes one step up."""
    offer_passing.find_new_homes(by=system_actor("offers"), now=timezone.now())
    offer_passing.escalate_late(by=system_actor("offers"), now=timezone.now())


@every("25 1 * * *", "support.lapse_offers")
def lapse_offers() -> None:
    """Offers that ended yesterday stand no longer."""
    offer_passing.lapse_ended(by=system_actor("offers"), now=timezone.now())


@every("15 5 * * *", "support.state_recurring")
def state_needs_that_come_again() -> None:
    """The needs whose day has come, before the desks open."""
    now = timezone.now()
    state_recurring(today=local_day(now), by=system_actor("helpline"), now=now)


@every("55 2 * * *", "support.forget_volunteers")
def forget_volunteers_past_their_time() -> None:
    """Volunteers of whom nothing was heard for as long as the rules keep them."""
    forget_volunteers(by=system_actor("retention"), now=timezone.now())


@every("* * * * *", "support.send_wanted")
def send_wanted_messages() -> None:
    """What volunteers are to be written, as far as the day's allowance goes."""
    send_wanted(by=system_actor("volunteers"), now=timezone.now())


@every("*/2 * * * *", "support.keep_unmet")
def keep_unmet() -> None:
    """Who opens what is not met finds all but the newest facts worked out."""
    keeping_unmet.keep_unmet(by=system_actor("unmet"), now=timezone.now())


@every("*/15 * * * *", "support.lapse_referrals")
def lapse_late_referrals() -> None:
    """Referrals that no service answered in time lapse, and the needs are the desk's again."""
    lapse_referrals(by=system_actor("referrals"), now=timezone.now())


@every("*/15 * * * *", "support.lapse_loans")
def lapse_late_loans() -> None:
    """Loans not answered in time lapse; of those over, the borrower's offers that wait are taken back."""
    lapse_loans(by=system_actor("volunteers"), now=timezone.now())
    free_over_loans(by=system_actor("volunteers"), now=timezone.now())


@every("*/5 * * * *", "support.hear_of_passed")
def hear_of_cases_passed_on() -> None:
    """What was answered where it was passed on to, or is late there, is the desk's again."""
    hear_of_passed(by=system_actor("helpline"), now=timezone.now())


@task(VOLUNTEERS.job, retry=False)
def take_volunteers(upload_id: int) -> None:
    """Read a list of volunteers that somebody sent, or store it."""
    work(upload_id, run=_volunteers, in_parts=True, gives_up=True, now=timezone.now())


def _volunteers(order: Order) -> ImportReport:
    table = read_volunteers(order.content, filename=order.name)
    order.progress.begin("Checking the rows" if order.dry_run else "Storing the rows")
    return import_volunteers(
        table,
        scheme=int(order.options["scheme"]),
        partial=order.dry_run or bool(order.options.get("partial")),
        dry_run=order.dry_run,
        parts=order.parts,
        tell=order.progress.tell,
        by=order.by,
        now=order.now,
    )


@task(matching.JOB, retry=False)
def match(run_id: int) -> None:
    """Work out a run of matching that somebody, or the clock, asked for."""
    matching.match(run_id, by=system_actor("volunteers"), now=timezone.now())


@every("*/20 * * * *", "support.ask_matchings")
def ask_matchings() -> None:
    """A run for each area in which a task waits."""
    matching.ask_where_tasks_wait(by=system_actor("volunteers"), now=timezone.now())


@every("* * * * *", "support.look_at_offers")
def look_at_offers() -> None:
    """Urgent needs are offered at once, and the next is asked where nobody answered in time."""
    by, now = system_actor("volunteers"), timezone.now()
    task_offers.look_at_due(by=by, now=now)
    task_offers.offer_urgent_everywhere(by=by, now=now)


@every("5 * * * *", "support.free_unchecked")
def free_what_stands_on_checks_past_their_day() -> None:
    """What volunteers were offered or have, whose check is not in force any more, goes to others."""
    task_freeing.free_unchecked(by=system_actor("volunteers"), now=timezone.now())


@every("*/15 * * * *", "support.chase_concerns")
def chase_worries() -> None:
    """Worries that nobody has seen to within their limit."""
    chase_concerns(by=system_actor("worries"), now=timezone.now())


@every("10 7 * * 1-5", "support.chase_services")
def chase_stale_services() -> None:
    """Services that nobody said are still right for too long."""
    chase_services(by=system_actor("directory"), now=timezone.now())


@task(SERVICES.job, retry=False)
def import_services(upload_id: int) -> None:
    """Read a list of services that somebody sent, or store it."""
    work(upload_id, run=_import_services, now=timezone.now())


def _import_services(order: Order) -> ImportReport:
    taking = Taking(order.options["source"], order.options.get("area", ""))
    listed = read_directory(order.content, filename=order.name, source=taking.source, on=local_day(order.now))
    order.progress.begin("Checking the rows" if order.dry_run else "Storing the rows")
    return import_directory(listed, taking, dry_run=order.dry_run, by=order.by, now=order.now)


@every("*/15 * * * *", "support.forget_talks")
def forget_talks_past_their_time() -> None:
    """Talks by text message in which nobody says anything any more."""
    texting.forget_talks(by=system_actor("retention"), now=timezone.now())


@every("35 3 * * *", "support.measure_outcomes")
def measure_outcomes_of_proposals() -> None:
    """What came of new provision whose days are over."""
    measure_outcomes(by=system_actor("proposals"), now=timezone.now())


@every("35 6 * * *", "support.remind_of_late_proposals")
def remind_of_late_proposals() -> None:
    """Whoever has a proposal that was not decided in time is told, before the day begins."""
    remind_of_late(by=system_actor("proposals"), now=timezone.now())


@every("*/10 * * * *", "support.look_at_launches")
def look_at_launches_again() -> None:
    """The gate looks again at what is live or to come; who has a launch is told what is new."""
    look_at_launches(by=system_actor("gate"), now=timezone.now())


@every("40 6 * * *", "support.tell_late_carers")
def tell_of_late_carers() -> None:
    """Steps for carers and direct payments that are late, told to their councils once."""
    tell_late_carers(by=system_actor("carers"), now=timezone.now())


@every("45 6 * * *", "support.tell_late_links")
def tell_of_late_links() -> None:
    """Contacts of link workers that are late, told to their teams once, together."""
    tell_late_links(by=system_actor("linking"), now=timezone.now())
