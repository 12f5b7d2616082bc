"""Bytes to plain rows: the files that bring returns and published series."""
