"""Broken input, guided by coverage (atheris), on what reads texts and files: `make fuzz`."""
