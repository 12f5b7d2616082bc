"""Django's own commands; the product's are under `junction --help`."""

import os
import sys
from contextlib import nullcontext

from django.conf import settings
from django.core.management import execute_from_command_line

from junction.core.postgres import Cluster

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junction.config.settings")
    with Cluster(settings.HOME).used() if settings.EMBEDDED else nullcontext():
        execute_from_command_line(sys.argv)
