"""A write of the API done once: by its Idempotency-Key, a second sending gets the first answer."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja.errors import HttpError

from junction.core.idempotency.operations import answer_once, request_hash
from junction.core.scope import Actor
from junction.core.sealing import seal, unseal

PURPOSE = "answer"  # of what is sealed
HEADER = "Idempotency-Key"
NO_KEY = "Send an Idempotency-Key header: any text of up to 200 characters, new for each new request."
NUL = "A text holds a NUL character (\\u0000), which cannot be stored. Take it out and send the rest again."


def once(
    request: HttpRequest,
    *,
    by: Actor,
    now: datetime,
    work: Callable[[], tuple[int, Any]],
    opens_a_door: bool = False,
) -> JsonResponse:
    """Do `work` (status and JSON body) in one transaction, once for each key of this caller. An answer that
    `opens_a_door` (it holds the secret of a link) is kept sealed.
    """
    key, hashed = key_of(request)
    done = _sealed(work) if opens_a_door else work
    answer = answer_once(caller=by.key, key=key, request_hash=hashed, now=now, work=done)
    if opens_a_door:
        answer = replace(answer, body=json.loads(unseal(answer.body["sealed"], purpose=PURPOSE)))
    headers = {"Idempotency-Replayed": "true"} if answer.is_replayed else None
    in_order = {"sort_keys": True}  # as the database keeps none: a replay is the same to the byte
    return JsonResponse(
        answer.body, status=answer.status, safe=False, json_dumps_params=in_order, headers=headers
    )


def _sealed(work: Callable[[], tuple[int, Any]]) -> Callable[[], tuple[int, Any]]:
    def sealing() -> tuple[int, Any]:
        status, body = work()
        return status, {"sealed": seal(json.dumps(body), purpose=PURPOSE)}

    return sealing


def key_of(request: HttpRequest) -> tuple[str, str]:
    """Return the request's idempotency key, and what makes two requests the same; raise `HttpError`
    without one.
    """
    key = request.headers.get(HEADER, "").strip()
    if not key or len(key) > 200 or not key.isprintable():
        raise HttpError(400, NO_KEY)
    if b"\\u0000" in request.body:
        raise HttpError(422, NUL)
    return key, request_hash(method=request.method or "", path=request.get_full_path(), body=request.body)
