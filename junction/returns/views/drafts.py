"""A return on its way from the form to being sent, kept in the page itself and signed.

Nothing is stored until the return is sent, two tabs do not mix, and a page left open for a day can still be
sent. Who is signed out in between loses nothing: what was typed waits in the session and is shown again.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import wraps
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponseBase, QueryDict

from junction.core.pages.context import actor_of
from junction.core.scope import ANONYMOUS

SALT = "returns.draft"
KEPT = "returns.kept"
LARGEST_KEPT = 50_000  # characters
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is about to send."""

    path: str  # the page it belongs to; it cannot be sent from another
    expected_version: int
    answers: dict[str, Any]
    nothing_changed: bool = False
    spoke_to: str = ""
    why: str = ""

    def signed(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def read_draft(text: str, *, path: str) -> Draft | None:
    """Return the draft of this page, or nothing when it is not ours or belongs to another page."""
    try:
        draft = Draft(**signing.loads(text, salt=SALT))
    except (signing.BadSignature, TypeError):
        return None
    return draft if draft.path == path else None


def keeps_what_was_typed(view: View) -> View:
    """Let what somebody sends while signed out wait in the session until they have signed in again."""

    @wraps(view)
    def keeping(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        signed_out = actor_of(request).key == ANONYMOUS.key
        if signed_out and request.method == "POST":
            body = request.POST.urlencode()
            if len(body) <= LARGEST_KEPT:
                request.session[KEPT] = {"path": request.get_full_path(), "body": body}
        return view(request, *arguments, **named)

    return keeping


def what_was_kept(request: HttpRequest) -> Mapping[str, Any] | None:
    """Take out of the session what was typed on this page before signing in, if anything was."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.get_full_path():
        return None
    del request.session[KEPT]
    return QueryDict(kept["body"])
