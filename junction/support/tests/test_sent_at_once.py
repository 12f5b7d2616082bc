"""Two sendings at the same moment, on connections of their own: one need, and both are told the same."""

import pytest

from junction.core.scope import ANONYMOUS
from junction.registry.models import Area
from junction.support.models import Need
from junction.support.operations.needs import Stated
from junction.support.operations.sending import send_once
from junction.support.tests.needs import ANSWERS, NOW, TRAFFORD, WHO
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
SENDERS = 4


def test_sent_at_once_with_one_key_it_is_one_need(areas):
    assert Area.objects.filter(pk=TRAFFORD).exists()

    def send():
        return send_once("a" * 32, Stated(ANSWERS, TRAFFORD, WHO), by=ANONYMOUS, now=NOW)

    told = at_once(*[send] * SENDERS)
    assert Need.objects.count() == 1 and len(set(told)) == 1
    assert told[0].reference == Need.objects.get().reference
