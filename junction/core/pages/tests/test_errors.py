"""Refusals are pages that say what to do; the page of a broken server comes whatever is broken."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory

from junction.core.pages import errors
from junction.core.pages.moment import BadMoment

pytestmark = pytest.mark.django_db


def text(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def test_a_missing_page_is_a_page_of_ours_with_the_policy(client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "Page not found" in text(response)
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("address", ["/accessibility/?q=a%00b", "/accessibility/%00"])
def test_an_address_with_a_nul_is_refused_before_anything_is_sought(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert "no text can hold" in text(response)


def test_a_bad_moment_says_how_to_write_one(rf: RequestFactory) -> None:
    response = errors.bad_request(
        rf.get("/"), BadMoment("“x” is not a moment. Write it like 2020-04-20T17:00.")
    )
    assert response.status_code == 400
    assert "Write it like 2020-04-20T17:00." in text(response)


def test_what_an_attacker_sent_is_not_repeated(rf: RequestFactory) -> None:
    assert "secret" not in text(errors.bad_request(rf.get("/"), ValueError("secret")))


def test_a_refusal_carries_its_own_words(rf: RequestFactory) -> None:
    assert "Only officers may." in text(
        errors.not_allowed(rf.get("/"), PermissionDenied("Only officers may."))
    )
    assert "Your role does not allow this." in text(errors.not_allowed(rf.get("/"), PermissionDenied()))


def test_a_form_without_its_token_says_what_to_do(rf: RequestFactory) -> None:
    response = Client(enforce_csrf_checks=True).post("/accessibility/")
    assert response.status_code == 403
    assert "This form is out of date" in text(response)


def test_a_broken_server_still_answers_without_database_or_session() -> None:
    response = errors.server_error(HttpRequest())
    assert response.status_code == 500
    assert "What you sent may not have been saved." in text(response)


def test_and_in_plain_words_when_even_the_template_fails() -> None:
    def broken() -> str:
        raise OSError

    assert errors.safely(broken) == errors.PLAIN_500


def test_pages_bear_the_headers_that_protect_people(client: Client) -> None:
    headers = client.get("/privacy/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_colour_is_a_style_sheet(client: Client) -> None:
    response = client.get("/look.css")
    assert response.headers["Content-Type"].startswith("text/css")
    assert "#1d70b8" in text(response)


def test_the_style_guide_is_for_developers_only(client: Client) -> None:
    assert client.get("/style-guide/").status_code == 404


class NeverRead:
    """A body that fails the test when anything reads of it."""

    def read(self, *size: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def test_a_file_past_the_limit_is_refused_before_anything_of_it_is_read(client: Client) -> None:
    response = client.post(
        "/places/import/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="200000000",
        **{"wsgi.input": NeverRead()},  # type: ignore[arg-type] # what a server gives the application
    )
    assert response.status_code == 413
    assert "Files of up to 50 MB can be taken. Nothing of this one was read." in text(response)
    assert "Content-Security-Policy" in response.headers
