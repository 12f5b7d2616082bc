"""What the environment says, turned into Django's words: hosts, the database's address, the secret key."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


def hosts(public_address: str, more: str) -> list[str]:
    """Return the names the site answers to: its public one, this machine's, and `more`, parted by commas."""
    public = urlsplit(public_address).hostname or ""
    named = [public, "localhost", "127.0.0.1", "[::1]", *(name.strip() for name in more.split(","))]
    return list(dict.fromkeys(filter(None, named)))


def database(url: str, *, pool: int = 8) -> dict[str, object]:
    """Turn postgresql://user:password@host:port/name?host=/socket/folder into Django's words.

    Any other word after the question mark goes to the driver (sslmode=verify-full). `pool` is the most
    connections one process holds.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("A database address starts with postgresql://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "junction.core.pooled",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 0,  # the pool keeps connections, not Django
        "CONN_HEALTH_CHECKS": True,  # a restarted server costs nobody an error page
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": pool}},
    }


def mail_server(url: str) -> dict[str, object]:
    """Turn smtp://user:password@host:587 (STARTTLS when it has a user) or smtps://… into Django's words."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps"):
        raise ValueError("The address of a mail server starts with smtp:// or smtps://")
    implicit = parts.scheme == "smtps"
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if implicit else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit,
        "EMAIL_USE_TLS": bool(parts.username) and not implicit,
        "EMAIL_TIMEOUT": 30,
    }


def secret(home: Path, name: str) -> str:
    """Return a secret ("secret-key"): JUNCTION_SECRET_KEY if given, else one made once, kept in the home."""
    given = os.environ.get("JUNCTION_" + name.upper().replace("-", "_"))
    if given:
        return given
    path = home / name
    if not path.exists():
        _make_secret(path)
    return path.read_text(encoding="ascii").strip()


def _make_secret(path: Path) -> None:
    """Write a new secret that only this account reads; of several writers at once, one wins."""
    new = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50) + "\n")
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()
