"""What people laid over documents, by machine: read as at any moment, added, taken back."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.http.leave import actor_with
from junction.core.http.moments import AsAt
from junction.core.pages.context import actor_of

from ..operations import annotating
from ..queries import documents as queries
from ..queries import layers
from ..queries.documents import SEE
from .promises import After, Limit
from .shapes import AddedOut, page_of, written

router = Router(tags=["Record"])


class LayerOut(Schema):
    """One layer; offsets are into the document's text, `part` is of a reading, `target` of a link."""

    id: int
    document_id: int
    statement_id: int | None
    kind: str
    start: int
    end: int
    text: str
    part: str
    target: str
    added_at: datetime


class LayerIn(Schema):
    """A layer over some words of a statement, as they are printed; without them, over all of it."""

    kind: str = Field(..., max_length=20)
    text: str = Field("", max_length=4000)
    words: str = Field("", max_length=1000)
    part: str = Field("", max_length=20)
    target: str = Field("", max_length=500)


@router.get("/record/documents/{int:document_id}/layers", response=list[LayerOut])
def layers_of(
    request: HttpRequest, document_id: int, as_at: AsAt | None = None, after: int = After, limit: int = Limit
) -> Any:
    """What lies over a document at a moment, by its number."""
    scope = actor_with(request, SEE).scope
    try:
        found = queries.document(scope, document_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    rows = layers.of_document(scope, found.pk, as_at=as_at or timezone.now())
    return page_of(rows, after=after, limit=limit)


@router.post("/record/statements/{int:statement_id}/layers", response={201: AddedOut})
def add_layer(request: HttpRequest, statement_id: int, sent: LayerIn) -> HttpResponse:
    """Lay a correction, a reading, a note or a link over a statement; the document itself stays as it is."""
    by, now, remark = actor_of(request), timezone.now(), annotating.Remark(**sent.dict())
    return written(
        request, lambda: annotating.annotate_statement(statement_id, remark, by=by, now=now), by=by, now=now
    )


@router.post("/record/layers/{int:layer_id}/withdraw", response={200: dict[str, str]})
def withdraw_layer(request: HttpRequest, layer_id: int) -> HttpResponse:
    """Take back what was added; it stays known for every moment at which it stood."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: annotating.withdraw_annotation(layer_id, by=by, now=now), by=by, now=now)
