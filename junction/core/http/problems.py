"""Every error of the API as problem details (RFC 9457): what is wrong, what to do, nothing of our inside."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from junction.core.imports import ImportRefused
from junction.core.pages.moment import NO_RULES, OWN
from junction.core.playbook import NoRuleInForce
from junction.core.refusals import Refusal
from junction.core.wording import sentence_case

MEDIA_TYPE = "application/problem+json"
NOT_SIGNED_IN = "Send a valid token: Authorization: Bearer <token>."
NOT_FOUND = "There is nothing here that you may see."
NOT_ALLOWED = "You may see this but not do that. Ask whoever manages your access."
TOO_LARGE = "The request is too large. Send it in parts, or use the bulk address."
TOO_MANY = "Too many requests. Wait for as many seconds as Retry-After says."
NOT_VALID = "Some of what was sent is not valid. `errors` says what."
NOT_NOW = "The service is busy or restarting. Send the same request again, with the same Idempotency-Key."
OUR_FAULT = "Something went wrong on our side. Nothing was stored. Quote the instance when you report it."

logger = logging.getLogger("junction.api")


def problem(
    status: int,
    detail: str = "",
    *,
    code: str = "",
    errors: Sequence[Mapping[str, object]] = (),
    headers: Mapping[str, str] | None = None,
    **members: object,
) -> JsonResponse:
    """Answer with one problem. `code` names its kind for machines; `members` are added as they are."""
    body: dict[str, object] = {
        "type": f"urn:junction:problem:{code}" if code else "about:blank",
        "title": sentence_case(code) if code else HTTPStatus(status).phrase,
        "status": status,
    }
    body |= {"detail": detail} if detail else {}
    body |= {"errors": list(errors)} if errors else {}
    return JsonResponse(body | members, status=status, content_type=MEDIA_TYPE, headers=headers)


def register(api: NinjaAPI) -> None:
    """Make `api` answer every exception with a problem."""
    for kind, handler in {
        ValidationError: _not_valid,
        AuthenticationError: _not_signed_in,
        Throttled: _too_many,
        HttpError: _as_it_says,
        Refusal: _refused,
        ImportRefused: _import_refused,
        OperationalError: _not_now,
        NoRuleInForce: _no_rules,
        Exception: _our_fault,
    }.items():
        api.add_exception_handler(kind, handler)
    for kind, (status, detail) in {
        Http404: (404, NOT_FOUND),
        PermissionDenied: (403, NOT_ALLOWED),
        RequestDataTooBig: (413, TOO_LARGE),
        SuspiciousOperation: (400, NOT_VALID),
    }.items():
        api.add_exception_handler(kind, partial(_plainly, status=status, detail=detail))


def _plainly(request: HttpRequest, error: Exception, *, status: int, detail: str) -> JsonResponse:
    return problem(status, detail)


def _as_it_says(request: HttpRequest, error: Any) -> JsonResponse:
    return problem(error.status_code, str(error))


def _not_signed_in(request: HttpRequest, error: Any) -> JsonResponse:
    return problem(401, NOT_SIGNED_IN, headers={"WWW-Authenticate": "Bearer"})


def _too_many(request: HttpRequest, error: Any) -> JsonResponse:
    return problem(429, TOO_MANY, headers={"Retry-After": str(error.wait)} if error.wait else None)


def _not_valid(request: HttpRequest, error: Any) -> JsonResponse:
    found = [{"pointer": pointer(one["loc"]), "detail": one["msg"]} for one in error.errors]
    return problem(422, NOT_VALID, code="not-valid", errors=found)


def _refused(request: HttpRequest, error: Any) -> JsonResponse:
    return problem(error.status, str(error), code=error.code(), **error.about)


def _import_refused(request: HttpRequest, error: Any) -> JsonResponse:
    return problem(422, str(error), code="import-refused", report=error.report.as_dict())


def _not_now(request: HttpRequest, error: Exception) -> JsonResponse:
    logger.error("database unavailable: %s", type(error).__name__)
    return problem(503, NOT_NOW, headers={"Retry-After": "2"})


def _no_rules(request: HttpRequest, error: Exception) -> JsonResponse:
    """Before its rules there was nothing to know; without a moment asked for, the playbook is at fault."""
    return problem(422, NO_RULES) if any(name in request.GET for name in OWN) else _our_fault(request, error)


def _our_fault(request: HttpRequest, error: Exception) -> JsonResponse:
    instance = f"urn:uuid:{uuid.uuid4()}"
    logger.error("unexpected error %s", instance, exc_info=error)
    return problem(500, OUR_FAULT, instance=instance)


def pointer(location: Sequence[object]) -> str:
    """Say where: "#/beds" in the body (the parameter's name is ours), "query/limit" elsewhere."""
    source, *path = (str(part) for part in location)
    return "#/" + "/".join(path[1:]) if source == "body" else "/".join([source, *path])
