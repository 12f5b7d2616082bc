"""However early a demo is loaded, nothing in it lies ahead of the clock but what is due or planned."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db.models import DateField, Max

from junction.exercise import operations
from junction.exercise.rules.answers import moment
from junction.exercise.rules.plan import Plan, over_by
from junction.people.queries import system_actor

LAST = date(2026, 11, 19)  # a working day: things are ordered, sent and stated on it
PLAN = Plan(seed=7, region="E12000001", last_day=LAST, days=4, filed_days=2, share=0.02)
BY = system_actor("exercise")
LONDON = ZoneInfo("Europe/London")
MACHINES = {"mfa", "procrastinate"}  # the moments of their rows are the machine's own
# What is due, planned, valid until or unmet from a limit on may lie ahead, by model.
AHEAD = {
    "assurance.Easement": "review_on",
    "assurance.Evidence": "expires_on",
    "assurance.HelpOffer": "until_on",
    "assurance.NationalIssue": "answer_by",
    "assurance.PlanEntry": "on",
    "assurance.Requirement": "due_on",
    "assurance.Review": "again_on due_on",
    "assurance.Verification": "counts_until",
    "core.IdempotencyKey": "expires_at",
    "core.Message": "useful_until",
    "core.PersonalValue": "retention_until",
    "record.Action": "until_on",
    "record.Commitment": "until_on",
    "record.DateMention": "from_on until_on",
    "record.Document": "retain_until",
    "supply.Ask": "dispatch_by",
    "supply.Consignment": "promised_on",
    "supply.EmergencyRequest": "contact_until",
    "supply.Lot": "expires_on",
    "supply.Order": "needed_by",
    "supply.Outlook": "until_at",
    "support.CarerHelp": "limit_at",
    "support.CarerStep": "limit_at",
    "support.Concern": "limit_at",
    "support.DutySpan": "until_at",
    "support.LaunchPromise": "until",
    "support.LaunchTie": "until",
    "support.LaunchVersion": "begins_on ends_on",
    "support.Letter": "valid_until",
    "support.LinkCase": "contact_due_on review_due_on",
    "support.LinkStep": "contact_due_on",
    "support.Loan": "ends_on limit_at",
    "support.Need": "call_back_on limit_at",
    "support.NeedEvent": "limit_before",
    "support.Offer": "due_at ends_on promised_at",
    "support.OfferStep": "due_at",
    "support.Person": "retention_until",
    "support.Referral": "limit_at",
    "support.Task": "closes_at",
    "support.UnmetSpan": "from_at from_on until_at until_on",
    "support.VettingSeen": "expires_on",
    "support.Volunteer": "on_duty_until retention_until",
    "support.WantedMessage": "useful_until",
}


def at(hour: int, minute: int) -> datetime:
    return datetime(LAST.year, LAST.month, LAST.day, hour, minute, tzinfo=LONDON)


def is_ahead(value: date, now: datetime) -> bool:
    return value > now if isinstance(value, datetime) else value > now.date()


def newest() -> dict[str, date]:
    """The newest moment of each column of each table that holds moments."""
    found = {}
    for model in apps.get_models():
        names = [one.name for one in model._meta.concrete_fields if isinstance(one, DateField)]
        if names and model._meta.app_label not in MACHINES:
            for name, value in model._default_manager.aggregate(**{f"m_{n}": Max(n) for n in names}).items():
                if value is not None:
                    found[f"{model._meta.label}.{name.removeprefix('m_')}"] = value
    return found


@pytest.mark.parametrize(("hour", "minute"), [(0, 5), (6, 30), (12, 0), (23, 55)])
def test_nothing_that_happened_lies_ahead_of_the_clock(areas, hour, minute):
    now = at(hour, minute)
    operations.run_exercise(PLAN, by=BY, now=now, tell=lambda text: None)
    operations.make_people(PLAN, by=BY, now=now)
    may = {f"{model}.{name}" for model, names in AHEAD.items() for name in names.split()}
    ahead = {name: value for name, value in newest().items() if is_ahead(value, now) and name not in may}
    assert not ahead


@pytest.mark.parametrize(
    ("now", "told_until"),
    [(at(0, 5), LAST - timedelta(days=1)), (at(17, 59), LAST - timedelta(days=1)), (at(18, 0), LAST)],
)
def test_what_people_say_on_a_day_is_told_once_the_day_is_over(now, told_until):
    assert over_by(PLAN, now).last_day == told_until
    assert over_by(PLAN, now).days == PLAN.days


def test_a_world_of_long_ago_is_told_to_its_end():
    assert over_by(PLAN, moment(LAST + timedelta(days=40), 0)) == PLAN
