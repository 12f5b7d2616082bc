"""Files of these tests lie in a folder of their own, and their senders are known to the jobs."""

import pytest

from . import senders


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.ACTOR_OF_KEY = f"{senders.__name__}.actor_of_key"
