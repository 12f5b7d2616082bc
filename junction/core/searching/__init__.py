"""Narrowing rows that were read within a scope to those that hold what somebody types."""
