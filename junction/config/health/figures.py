"""The figures for Prometheus: requests as they are served, jobs as they stand when asked."""

import os
import time
from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from junction.core.jobs.backlog import backlog

REQUESTS = Counter("junction_requests", "Requests answered", ["view", "method", "status"])
SECONDS = Histogram(
    "junction_request_seconds",
    "Seconds from request to answer",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
WATCHING = {"health-live", "health-ready", "metrics"}  # asked every few seconds
log = structlog.get_logger("junction.requests")


def observing_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Count and time each request by the name of its view, never by its address, which may name people."""

    def observe(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = get_response(request)
        seconds = time.perf_counter() - started
        match = request.resolver_match
        view = (match.view_name if match else "") or "none"
        REQUESTS.labels(view, request.method, response.status_code).inc()
        SECONDS.labels(view).observe(seconds)
        actor = getattr(getattr(request, "actor", None), "key", "")
        write = log.debug if view in WATCHING else log.info
        write(
            "request",
            view=view,
            method=request.method,
            status=response.status_code,
            milliseconds=round(seconds * 1000, 1),
            actor=actor,
        )
        return response

    return observe


def text(now: datetime) -> bytes:
    """Return all figures in Prometheus' own form: of every process that serves, and of the jobs."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        requests = CollectorRegistry()
        MultiProcessCollector(requests)
    else:
        requests = REGISTRY
    return generate_latest(requests) + generate_latest(_jobs(now))


def _jobs(now: datetime) -> CollectorRegistry:
    registry = CollectorRegistry()

    def gauge(name: str, words: str, value: float) -> None:
        Gauge(f"junction_{name}", words, registry=registry).set(value)

    try:
        state = backlog(now)
    except DatabaseError:
        gauge("database_up", "1 when the database answers", 0)
        return registry
    waited = (now - state.waiting_since).total_seconds() if state.waiting_since else 0
    gauge("database_up", "1 when the database answers", 1)
    gauge("workers_alive", "Workers heard of in the last 30 seconds", state.workers_alive)
    gauge("jobs_waiting", "Jobs due and not begun", state.waiting)
    gauge("jobs_waiting_seconds", "Age of the oldest job that waits", waited)
    gauge("jobs_stalled", "Jobs whose worker died", state.stalled)
    gauge("jobs_failed", "Jobs given up", state.failed)
    return registry
