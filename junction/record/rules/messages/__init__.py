"""How an exported chat is read: messages with sender and second; who asked what, and what answered it."""

from .asks import Answer, Ask, asks_in
from .reader import read_messages

__all__ = ["Answer", "Ask", "asks_in", "read_messages"]
