"""File one return over the JSON API: CPU-milliseconds (Python and PostgreSQL) and statements.

The WSGI application is called directly with a real token and a new idempotency key for each request; the web
server's own share (under 0.1 ms) is not in it. One return each of so many places, audited and committed.
"""

import io
import json
import random
import sys

from bench import world
from bench.harness import DAY, NOW, PLACES, SEED, SIZE, database, durability, measure, promise

REQUESTS = 2_000 if SIZE == "full" else 200
WARM = 50


def token() -> str:
    """Make a token of a body that may file for every place of a region."""
    import hashlib
    from datetime import UTC, datetime, timedelta

    from junction.people.models import ApiToken
    from junction.registry.models import Area, Organisation

    secret = "bench-" + "x" * 40
    region = Area.objects.get(kind="region", name="South East")  # a larger reach than any council has
    body, _ = Organisation.objects.get_or_create(
        name="Bench", kind="council", area=region, defaults={"created_at": NOW}
    )
    ApiToken.objects.update_or_create(
        sha256=hashlib.sha256(secret.encode()).hexdigest(),
        defaults={
            "organisation": body,
            "name": "bench",
            "role": "council-officer",
            "created_at": datetime.now(UTC),  # noqa: TID251 - a bench is a door
            "created_by": "system:bench",
            "expires_at": datetime.now(UTC) + timedelta(days=1),  # noqa: TID251 - a bench is a door
        },
    )
    return secret


def request(secret: str, number: int, body: bytes) -> dict[str, object]:
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/v1/returns",
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "HTTP_AUTHORIZATION": f"Bearer {secret}",
        "HTTP_IDEMPOTENCY_KEY": f"{SEED}-{number}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def send(application, environ) -> int:
    status: list[str] = []
    response = application(environ, lambda line, headers: status.append(line))
    body = b"".join(response)
    response.close()
    if not status[0].startswith("201"):
        raise SystemExit(f"{status[0]}: {body[:500].decode()}")
    return len(body)


def bodies(random_numbers: random.Random) -> list[bytes]:
    from junction.registry.models import Area, Place
    from junction.registry.queries import inside
    from junction.returns.rules.checks.register import CHECKS

    region = Area.objects.get(kind="region", name="South East").code
    held = inside([region], on=DAY)
    found = Place.objects.filter(area_id__in=held, beds__isnull=False).order_by("id")
    chosen = random_numbers.sample(list(found.values_list("id", "beds")), REQUESTS + WARM)
    return [
        json.dumps(
            {
                "place_id": place_id,
                "question_set": "care-home-daily",
                "about_on": DAY.isoformat(),
                "answers": world.answers(beds, random_numbers),
                "confirmed": list(CHECKS),  # these answers are drawn by lot and do not follow on those before
            }
        ).encode()
        for place_id, beds in chosen
    ]


def statements(application, environ) -> int:
    """Count every statement sent to the database for one request, transaction control included."""
    from django.db import connection, reset_queries

    connection.force_debug_cursor = True
    reset_queries()
    send(application, environ)
    count = len(connection.queries_log)
    connection.force_debug_cursor = False
    return count


def main() -> int:
    import os

    os.environ["JUNCTION_API_REQUESTS_A_MINUTE"] = "10000000"
    with database():
        seconds = world.fill()
        from django.core.signals import request_finished, request_started
        from django.db import close_old_connections, reset_queries

        from junction.config.wsgi import application

        # One connection throughout, as a pool gives; and the log of statements is read after the request.
        request_finished.disconnect(close_old_connections)
        request_started.disconnect(reset_queries)
        secret = token()
        everything = [request(secret, n, body) for n, body in enumerate(bodies(random.Random(SEED)))]
        for environ in everything[: WARM - 1]:
            send(application, environ)
        sent = statements(application, everything[WARM - 1])
        cpu = measure(lambda: [send(application, environ) for environ in everything[WARM:]])
        where = f"{REQUESTS:,} requests, {PLACES:,} places, world made in {seconds:.0f} s, {durability()}"
        parts = f"{cpu.parts(REQUESTS)}; {where}"
        met = promise("file one return by API", cpu.ms_each(REQUESTS), "CPU-ms", at_most=6, conditions=parts)
        met &= promise("file one return by API: statements", sent, "statements", at_most=8, conditions=where)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
