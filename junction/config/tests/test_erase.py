"""`junction erase`, `remove-second-factor`: find by address, refuse in words; erasing asks first."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from typer.testing import CliRunner

from junction.config.commandline.topics import app
from junction.core.personal.queries import ERASED
from junction.people.models import User

pytestmark = pytest.mark.django_db
ADDRESS, WHY = "zelda.quince@example.org", "Left in May and asked for it"


def test_the_command_line_erases_by_address_once_it_is_confirmed():
    zelda = User.objects.create(email=ADDRESS, name="Zelda Quince")
    run = CliRunner().invoke
    unknown = run(app, ["erase", "nobody@example.org", "--why", WHY, "--yes"])
    assert unknown.exit_code == 1
    assert "Nobody signs in with this address" in unknown.output
    assert run(app, ["erase", ADDRESS, "--why", WHY], input="n\n").exit_code == 1
    assert User.objects.get(pk=zelda.pk).name == "Zelda Quince"
    result = run(app, ["erase", ADDRESS, "--why", WHY, "--yes"])
    assert result.exit_code == 0, result.output
    assert User.objects.get(pk=zelda.pk).name == ERASED


def test_the_command_line_takes_a_second_factor_away_by_address():
    zelda = User.objects.create(email=ADDRESS, name="Zelda Quince")
    TOTP.activate(zelda, "JBSWY3DPEHPK3PXP")
    run = CliRunner().invoke
    assert run(app, ["remove-second-factor", "nobody@example.org", "--why", WHY]).exit_code == 1
    result = run(app, ["remove-second-factor", ADDRESS, "--why", WHY])
    assert result.exit_code == 0, result.output
    assert not zelda.authenticator_set.exists()
    again = run(app, ["remove-second-factor", ADDRESS, "--why", WHY])
    assert again.exit_code == 1 and "no second factor now" in again.output
