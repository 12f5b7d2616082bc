"""Furniture of the JSON API: problem details, tokens, rate limits and sizes, the same for every package.

A package's `api.py` is a door: parse, one call, answer.

    router = Router(tags=["Returns"])

    @router.post("/returns", response={201: FiledOut})
    def file_return(request: HttpRequest, sent: ReturnIn) -> HttpResponse:
        by, now = request.actor, timezone.now()
        return once(request, by=by, now=now, work=lambda: (201, filed(sent, by=by, now=now)))

`request.actor` is the token's actor. Raise `Http404` for what is out of scope and `PermissionDenied` for
what may be seen but not done; a `Refusal` answers with its own status and sentence. The router is named
in config/api.py.
"""
