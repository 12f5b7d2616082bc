"""How e-mails are read: each message of a thread with its headers, people, moment and body."""

from .addresses import Party, parties_in
from .endings import endings_in, without_endings
from .reader import read_emails

__all__ = ["Party", "endings_in", "parties_in", "read_emails", "without_endings"]
