"""How e-mails are read: each message of a thread with its headers, people, moment and body."""

from .addresses import Party, parties_in
from .reader import read_emails

__all__ = ["Party", "parties_in", "read_emails"]
