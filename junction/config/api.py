"""The JSON API under /api/v1: every package's router, in one place."""

from junction.core.http.root import Api

api = Api(
    title="Junction",
    version="1",
    urls_namespace="api",
    description="Adult social care in an emergency: who is where, what is so, and what is needed.\n\n"
    "Send a token with each request (`Authorization: Bearer …`). Send an `Idempotency-Key` with each write: "
    "the same key and body again gets the same answer. Errors are problem details (RFC 9457).",
)

# A package that has an api.py adds its router here.
api.add_router("", "junction.registry.api.router")
api.add_router("", "junction.returns.api.router")
api.add_router("", "junction.record.api.router")
api.add_router("", "junction.supply.api.router")
api.add_router("", "junction.assurance.api.router")
api.add_router("", "junction.support.api.router")
api.add_router("", "junction.oversight.api.router")
