"""Bytes to plain rows: the files the registry reads."""
