"""What is logged says enough to mend things and names nobody."""

import io
import json
import logging
import logging.config

import pytest
import structlog

from junction.config.logging import logging_settings


@pytest.fixture
def lines(settings):
    """Log as on a server, and read back what was written."""
    written = io.StringIO()
    chosen = logging_settings(level="INFO", as_json=True)
    chosen["handlers"]["stderr"]["stream"] = written
    logging.config.dictConfig(chosen)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


@pytest.mark.django_db
def test_a_request_is_one_line_without_its_address(client, lines):
    client.get("/no-such-page/jane.smith@example.com/?name=Jane")
    (line,) = [line for line in lines() if line["logger"] == "junction.requests"]
    assert (line["view"], line["status"], line["method"]) == ("none", 404, "GET")
    assert line["actor"] == "anonymous"
    assert "jane" not in json.dumps(line).lower()


@pytest.mark.django_db
def test_nothing_else_tells_the_address(client, lines):
    client.get("/no-such-page/jane.smith@example.com/")
    assert "jane" not in json.dumps(lines()).lower()


def test_an_error_keeps_its_trace(lines):
    try:
        raise RuntimeError("it broke")
    except RuntimeError:
        structlog.get_logger("junction.tests").exception("failed")
    (line,) = lines()
    assert line["level"] == "error"
    assert "RuntimeError: it broke" in line["exception"]
