"""What benchmarks of pages share: a signed-in member of staff, and requests through the whole application."""

import io
import sys
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

CSRF = "a" * 32


def session_of(role: str, *, area=None, place=None) -> str:
    """Sign in somebody who holds `role`, second factor and all, and return the key of the session."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from junction.core.sessions import SessionStore
    from junction.people.models import Membership, User

    now = datetime.now(UTC)  # noqa: TID251 - a bench is a door
    user, made = User.objects.get_or_create(email=f"{role}@bench.example", defaults={"name": "Bench"})
    if made:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    Membership.objects.filter(user=user).delete()
    Membership.objects.create(
        user=user, role=role, area=area, place=place, valid_from=date(2020, 1, 1), granted_at=now,
        granted_by="system:bench",
    )  # fmt: skip
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.set_expiry(timedelta(days=1))
    session.create()
    return str(session.session_key)


def environ(session: str, path: str, *, posted: dict[str, object] | None = None) -> dict[str, object]:
    """Return a request as the web server hands it over."""
    body = urlencode({**posted, "csrfmiddlewaretoken": CSRF}, doseq=True).encode() if posted else b""
    path, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "POST" if posted else "GET",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": f"session={session}; csrf={CSRF}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def answer(application, request: dict[str, object]) -> tuple[str, str]:
    """Ask the application; return the status line and the page (the address, when it leads elsewhere)."""
    said: list[tuple[str, dict[str, str]]] = []
    response = application(request, lambda line, headers: said.append((line, dict(headers))))
    body = b"".join(response).decode()
    response.close()
    status, headers = said[0]
    return status, headers.get("Location", body)


def steady_application():
    """The application on one connection throughout, as a pool gives."""
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections, reset_queries

    from junction.config.wsgi import application

    request_finished.disconnect(close_old_connections)
    request_started.disconnect(reset_queries)
    return application


def stand_still_next_morning() -> date:
    """Doors read the clock; the world lives on days of its own: stand at nine on the day after its newest."""
    from django.db.models import Max
    from django.utils import timezone

    from junction.returns.models import Latest

    newest = Latest.objects.filter(question_set="care-home-daily").aggregate(Max("about_on"))["about_on__max"]
    day: date = newest + timedelta(days=1)
    moment = datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)
    timezone.now = lambda: moment  # type: ignore[assignment]  # noqa: TID251 - pages are asked for at one moment
    return day


def statements(application, request: dict[str, object]) -> int:
    """Count every statement of one request."""
    from django.db import connection, reset_queries

    connection.force_debug_cursor = True
    reset_queries()
    answer(application, request)
    count = len(connection.queries_log)
    connection.force_debug_cursor = False
    return count
