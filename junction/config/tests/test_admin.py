"""Stored records: whoever may look at them sees no secret, not even sealed or hashed."""

from datetime import timedelta

import pytest

from junction.core.messages.models import Message
from junction.people import operations
from junction.people.models import ApiToken, Invitation
from junction.people.queries import system_actor
from junction.people.rules import Over
from junction.registry.models import Organisation

pytestmark = pytest.mark.django_db


def test_nothing_secret_is_among_stored_records(sign_in, now):
    by = system_actor("test")
    invitation = operations.invite(email="new@example.org", role="administrator", over=Over(), by=by, now=now)
    group = Organisation.objects.create(kind="provider", name="Group", name_key="group", created_at=now)
    ApiToken.objects.create(
        organisation=group, name="Records", sha256="5" * 64, role="head-office", created_at=now,
        created_by="x", expires_at=now + timedelta(days=1),
    )  # fmt: skip
    message, auditor = Message.objects.get(), sign_in("auditor")
    assert message.sealed
    for address, shown, secret in (
        (f"core/message/{message.pk}", "people/invitation", message.sealed),
        (f"people/invitation/{Invitation.objects.get().pk}", "new@example.org", invitation.sha256),
        (f"people/apitoken/{ApiToken.objects.get().pk}", "Records", "5" * 64),
    ):
        page = auditor.get(f"/admin/{address}/change/").content.decode()
        assert shown in page and secret not in page, address
