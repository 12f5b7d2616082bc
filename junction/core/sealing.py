"""Short texts that open a door, kept so that the database alone does not give them away.

They are encrypted under a key made of the installation's secret key, one key for each purpose. Whoever holds
both the database and the secret key can read them (SECURITY.md says so); whoever holds a dump cannot.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(Exception):
    """This was sealed under another secret key than the one in force now."""


def seal(text: str, *, purpose: str) -> str:
    """Encrypt one text; only the same purpose opens it again."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Return the text. Raise `Unreadable` when it was sealed under another key, or is no seal at all."""
    try:
        return _cipher(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as wrong:
        raise Unreadable from wrong


def _cipher(purpose: str) -> Fernet:
    digest = hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
