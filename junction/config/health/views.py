"""The doors that machines watch: /health/live, /health/ready, /metrics."""

import hmac
from datetime import UTC, datetime
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from . import figures

_tables_are_current = False


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer as long as this process can answer at all."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when requests can be served: the database answers and its tables are this version's."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        missing = not tables_are_current()
    except DatabaseError:
        return JsonResponse({"status": "not ready", "why": "the database does not answer"}, status=503)
    if missing:
        return JsonResponse({"status": "not ready", "why": "run: junction migrate"}, status=503)
    return JsonResponse({"status": "ready"})


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for this machine or for who bears the token; no page for others."""
    if not may_read_metrics(request):
        raise Http404
    return HttpResponse(figures.text(datetime.now(UTC)), content_type=CONTENT_TYPE_LATEST)


def may_read_metrics(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    # A proxy on this machine also calls from it: a forwarded request never counts as this machine's.
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def tables_are_current() -> bool:
    """Tell whether every migration has run; once it is so it stays so, since the code does not change."""
    global _tables_are_current
    if not _tables_are_current:
        executor = MigrationExecutor(connection)
        _tables_are_current = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _tables_are_current
