"""The API as it stands: its document, its page, and its errors at addresses that no router knows."""

import json

import pytest

pytestmark = pytest.mark.django_db


def test_the_document_is_whole(client):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert document["paths"]
    for operations in document["paths"].values():
        for operation in operations.values():
            assert {"401", "404", "422", "429"} <= set(operation["responses"])
            assert operation["summary"]


def test_every_operation_asks_for_a_token(client):
    document = client.get("/api/v1/openapi.json").json()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation["security"] == [{"TokenAuth": []}], (method, path)


@pytest.mark.parametrize("address", ["/api/v1/nowhere", "/api/", "/api/v2/returns"])
def test_an_address_that_nobody_knows_is_a_problem(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["detail"] == "There is nothing here that you may see."


def test_the_page_of_the_api_is_served_from_here(client):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert b"https://" not in page.content
