"""The menu leads somewhere: a name misspelt in the settings would silently leave an entry out."""

import pytest
from django.conf import settings
from django.urls import reverse


@pytest.mark.parametrize("entry", [*settings.NAVIGATION, *settings.ACCOUNT_LINKS], ids=lambda entry: entry[0])
def test_every_entry_of_the_menu_has_an_address(entry: tuple[str, str, str]) -> None:
    text, name, _ = entry
    assert text
    assert reverse(name).startswith("/")
