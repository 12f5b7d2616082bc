"""The API's root: Ninja's, with problems for errors, tokens, limits, all in the OpenAPI document."""

from typing import Any

from ninja import NinjaAPI, Schema
from ninja.openapi.docs import Swagger
from ninja.openapi.schema import OpenAPISchema

from . import once, problems
from .limits import TokenLimit
from .tokens import TokenAuth

STATUSES = {
    "400": "The request cannot be read.",
    "401": problems.NOT_SIGNED_IN,
    "403": problems.NOT_ALLOWED,
    "404": problems.NOT_FOUND,
    "409": "This conflicts with how things are now.",
    "413": problems.TOO_LARGE,
    "422": problems.NOT_VALID,
    "429": problems.TOO_MANY,
    "500": problems.OUR_FAULT,
    "503": problems.NOT_NOW,
}

KEY = {
    "name": once.HEADER,
    "in": "header",
    "required": True,
    "description": once.NO_KEY,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}


class Error(Schema):
    """One thing wrong: where in the request, and what."""

    pointer: str
    detail: str


class Problem(Schema):
    """What every error answers with (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    errors: list[Error] = []


class Api(NinjaAPI):
    """A NinjaAPI with the furniture of the house. Packages add their routers in config/api.py."""

    def __init__(self, **options: Any) -> None:
        super().__init__(auth=TokenAuth(), throttle=[TokenLimit()], docs=Swagger(), **options)
        problems.register(self)

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Add to every operation the problems it may answer with, and to every write its key."""
        document = super().get_openapi_schema(**options)
        schemas = document["components"].setdefault("schemas", {})
        schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schemas["Problem"].pop("$defs", {}))
        for operations in document["paths"].values():
            for method, operation in operations.items():
                for status, meaning in STATUSES.items():
                    operation["responses"].setdefault(status, _response(meaning))
                if method == "post":
                    operation.setdefault("parameters", []).append(KEY)
        return document


def _response(meaning: str) -> dict[str, Any]:
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": meaning, "content": content}
