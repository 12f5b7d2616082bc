"""The command line: `junction`. One module per topic; each command is a door that makes one call."""

import os
import sys


def main() -> None:
    """Run the command line: set Django up, then gather every topic's commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junction.config.settings")
    import django

    django.setup()
    from junction.config.commandline.helping import arranged
    from junction.config.commandline.topics import app

    sys.exit(arranged(app)(prog_name="junction"))
