"""The API's furniture, on an API of its own: errors are problems, limits are said, one statement each."""

import json
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from ninja import Router, Schema

from junction.core.http import limits
from junction.core.http.once import once
from junction.core.http.root import Api
from junction.core.idempotency.models import IdempotencyKey
from junction.core.imports import ImportRefused, ImportReport, Severity
from junction.core.refusals import Refusal
from junction.core.scope import NOBODY, Actor
from junction.core.tables.shape import finding

HERE = "junction.core.http.tests.test_http"
CALLER = Actor(key="token:1", name="Home", scope=NOBODY)
DIGEST = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"  # of "secret"


class CannotShut(Refusal):
    """The door is locked. Unlock it first."""


class DoorIn(Schema):
    width: int
    name: str = ""


RAISED = {
    "missing": Http404("no such door as 17"),
    "forbidden": PermissionDenied("by rule 4"),
    "refused": CannotShut(door=3),
    "crashed": RuntimeError("secret inside"),
    "database": OperationalError("connection to 10.0.0.1 refused"),
}
router = Router()


@router.get("/raise/{what}")
def fail(request: HttpRequest, what: str) -> None:
    raise RAISED[what]


@router.get("/file")
def refuse_file(request: HttpRequest) -> None:
    found = finding("file-empty", "The file is empty.", severity=Severity.ERROR)
    raise ImportRefused(ImportReport(findings=[found]))


@router.get("/who")
def who(request: HttpRequest) -> dict[str, str]:
    return {"key": request.actor.key}  # type: ignore[attr-defined] # set by the token


@router.post("/doors")
def make_door(request: HttpRequest, sent: DoorIn) -> HttpResponse:
    by = request.actor  # type: ignore[attr-defined] # set by the token
    made = IdempotencyKey.objects.count()
    return once(
        request,
        by=by,
        now=datetime(2020, 4, 20, tzinfo=UTC),
        work=lambda: (201, {"door": made, "width": sent.width}),
    )


def actor_of_token(digest, *, now):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return CALLER if digest == DIGEST else None


with override_settings(API_ACTOR_OF_TOKEN=f"{HERE}.actor_of_token"):
    api = Api(title="Doors", version="test", urls_namespace="doors")
api.add_router("", router)
urlpatterns = [path("api/test/", api.urls)]


@pytest.fixture(autouse=True)
def _mounted(settings, monkeypatch):
    settings.ROOT_URLCONF = HERE
    settings.API_ACTOR_OF_TOKEN = f"{HERE}.actor_of_token"
    auth = api.auth[0]
    auth.__dict__.pop("actor_of_token", None)
    monkeypatch.setattr(auth.failures, "bucket", limits.Bucket(a_minute=60, burst=3))


@pytest.fixture
def client(db):
    return Client(headers={"Authorization": "Bearer secret"}, raise_request_exception=False)


def body(response, status):
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    found = json.loads(response.content)
    assert found["status"] == status
    return found


def test_a_good_token_is_an_actor_for_one_statement(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/api/test/who").json() == {"key": "token:1"}


@pytest.mark.parametrize("token", [None, "Bearer", "Bearer wrong", "Basic secret", "Bearer " + "x" * 5000])
def test_without_a_good_token_nothing_is_answered(db, token):
    response = Client(headers={"Authorization": token} if token else {}).get("/api/test/who")
    assert "Bearer" in body(response, 401)["detail"]
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_whoever_guesses_tokens_is_soon_refused_unheard(db, django_assert_num_queries):
    guesser = Client(headers={"Authorization": "Bearer wrong"})
    assert [guesser.get("/api/test/who").status_code for _ in range(4)] == [401, 401, 401, 429]
    with django_assert_num_queries(0):
        response = guesser.get("/api/test/who")
    body(response, 429)
    assert int(response.headers["Retry-After"]) >= 1


def test_a_busy_token_is_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(api.throttle[0], "bucket", limits.Bucket(a_minute=60, burst=2))
    assert [client.get("/api/test/who").status_code for _ in range(3)] == [200, 200, 429]
    response = client.get("/api/test/who")
    assert "Retry-After" in body(response, 429)["detail"]
    assert response.headers["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("address", "status", "part"),
    [
        ("raise/missing", 404, "nothing here"),
        ("raise/forbidden", 403, "not do that"),
        ("raise/refused", 409, "Unlock it"),
        ("raise/crashed", 500, "our side"),
        ("raise/database", 503, "same request again"),
        ("nowhere", 404, "nothing here"),
        ("who?q=a%00b", 400, "no text can hold"),
    ],
)
def test_every_error_is_a_problem_without_our_inside(client, address, status, part):
    found = body(client.get(f"/api/test/{address}"), status)
    assert part in found["detail"]
    assert not {"17", "rule 4", "secret", "10.0.0.1"} & set(json.dumps(found).split('"'))
    assert "secret" not in json.dumps(found) and "10.0.0.1" not in json.dumps(found)


def test_a_refusal_has_a_type_and_its_values(client):
    found = body(client.get("/api/test/raise/refused"), 409)
    assert (found["type"], found["title"], found["door"]) == (
        "urn:junction:problem:cannot-shut",
        "Cannot shut",
        3,
    )


def test_a_crash_has_a_number_to_quote(client, caplog):
    found = body(client.get("/api/test/raise/crashed"), 500)
    assert found["instance"] in caplog.text


def test_a_refused_file_answers_with_its_report(client):
    found = body(client.get("/api/test/file"), 422)
    assert found["report"]["checks"] == {"file-empty": 1}


def post(client, content, key="k1"):
    return client.post(
        "/api/test/doors", content, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_what_is_not_valid_is_pointed_at(client):
    found = body(post(client, {"width": "wide"}), 422)
    assert [error["pointer"] for error in found["errors"]] == ["#/width"]
    assert "integer" in found["errors"][0]["detail"]


def test_what_is_no_json_is_said(client):
    body(post(client, "{"), 400)


def test_a_write_is_done_once(client):
    first, again = post(client, {"width": 3}), post(client, {"width": 3})
    assert (
        (first.status_code, first.json())
        == (again.status_code, again.json())
        == (201, {"door": 0, "width": 3})
    )
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    found = body(post(client, {"width": 4}), 422)
    assert found["type"].endswith("key-used-for-another-request")


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_write_needs_a_key(client, key):
    assert "Idempotency-Key" in body(post(client, {"width": 3}, key=key), 400)["detail"]


def test_a_method_that_is_not_taken_names_those_that_are(client):
    response = client.delete("/api/test/who")
    assert "Allow header" in body(response, 405)["detail"]
    assert response.headers["Allow"] == "GET"


def test_a_body_past_the_limit_is_not_read(client, settings):
    settings.API_MAX_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert "in parts" in body(post(client, {"width": 3, "name": "x" * 200}), 413)["detail"]


def test_the_document_is_openapi_31_and_knows_the_problems(client):
    document = client.get("/api/test/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    answers = document["paths"]["/api/test/who"]["get"]["responses"]
    assert set(answers) == {"200", "400", "401", "403", "404", "409", "413", "422", "429", "500", "503"}
    assert document["paths"]["/api/test/doors"]["post"]["parameters"][0]["name"] == "Idempotency-Key"
    assert "Problem" in document["components"]["schemas"] and "Error" in document["components"]["schemas"]
    assert document["components"]["securitySchemes"]["TokenAuth"] == {"type": "http", "scheme": "bearer"}


def test_the_page_of_the_api_asks_nobody_else(client):
    page = client.get("/api/test/docs").content.decode()
    assert "https://" not in page
    assert "/static/ninja/" in page
