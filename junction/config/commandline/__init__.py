"""The command line: `junction`. One module per topic; each command is a door that makes one call."""

import os
import sys


def main() -> None:
    """Run the command line: set Django up, then gather every topic's commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junction.config.settings")
    import django

    try:
        django.setup()
    except OSError as problem:
        sys.exit(f"{problem}\nSet JUNCTION_HOME to a folder that you may write, and try again.")
    from junction.config.commandline.helping import arranged
    from junction.config.commandline.topics import app

    sys.exit(arranged(app)(prog_name="junction"))
