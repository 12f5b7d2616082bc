"""Rows that benchmarks write without the product's own steps fit its tables as they are now."""

import pytest
from django.db import connection

from bench import assurance_page, unmet, work_board
from bench.harness import DAY, NOW
from junction.assurance.models import Answer, SignOff
from junction.people.queries import system_actor
from junction.registry.tests.factories import PlaceFactory
from junction.supply.models import Order
from junction.supply.operations import load_catalogue
from junction.support.models import Need, NeedEvent

pytestmark = pytest.mark.django_db


def write(statement: str, **given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"now": NOW, "today": DAY, **given})


def test_needs_with_what_happened_to_them(areas):
    write(unmet.MADE, needs=40)
    assert Need.objects.count() == 40 and NeedEvent.objects.count() >= 120


def test_answers_to_a_plan(areas):
    write(assurance_page.MADE, councils=2, requirements=6)
    assert SignOff.objects.count() == 2 and Answer.objects.count() >= 12


def test_orders_that_wait(areas):
    PlaceFactory()
    load_catalogue(by=system_actor("test"), now=NOW)
    write(work_board.MADE, orders=10)
    assert Order.objects.count() == 10
