"""Calls made to somebody about something: who rang whom, what came of it, and when to ring again."""
