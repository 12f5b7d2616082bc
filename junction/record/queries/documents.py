"""Documents in reach, and what was read in them.

What is published is for whoever may read the record; the rest for who answers for its area or organisation,
and what is sensitive, of those, for who may see it. A document of no area, organisation or place is the
nation's; one of a place is its council's too.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from junction.core.scope import Reach, Scope

from ..models import Document, Statement
from ..rules.handling import About

SEE, KEEP, SENSITIVE = "record.see", "record.keep", "record.see-sensitive"


def _within(reach: Reach) -> Q:
    """Return the condition that a document is of what is reached."""
    if reach.national:
        return Q()
    own = Q(organisation__in=reach.organisations) | Q(place__in=reach.places)
    return Q(area__in=reach.areas) | own


def documents(scope: Scope, *, permission: str = SEE, as_at: datetime | None = None) -> QuerySet[Document]:
    """Return the documents in reach, the newest first; those that were there at `as_at`."""
    found = Document.objects.select_related("area", "organisation", "file").defer("text")
    if not scope.may(permission):
        return found.none()
    open_to = Q(sensitivity="published") if permission == SEE else Q(pk__in=[])
    official = _within(scope.reach(permission)) & ~Q(sensitivity="sensitive")
    sensitive = _within(scope.reach(SENSITIVE)) & Q(sensitivity="sensitive")
    if not scope.may(SENSITIVE):
        sensitive = Q(pk__in=[])
    found = found.filter(open_to | official | sensitive)
    return found.filter(added_at__lte=as_at) if as_at else found


def document(scope: Scope, document_id: int, *, permission: str = SEE) -> Document:
    """Return one with its text. Raise `Document.DoesNotExist` out of reach."""
    return documents(scope, permission=permission).defer(None).get(pk=document_id)


def titles(scope: Scope, *, most: int) -> list[tuple[int, str]]:
    """Return number and title of the newest documents in reach, to choose one from."""
    found = documents(scope).select_related(None).only("title", "sensitivity").order_by("-pk")
    return [(one.pk, one.title) for one in found[:most]]


def statements(
    scope: Scope, *, as_at: datetime | None = None, with_destroyed: bool = False
) -> QuerySet[Statement]:
    """Return the statements of all documents in reach, in the order they stand.

    `with_destroyed`: with those of which only the place stands, since their document was destroyed.
    """
    reachable = documents(scope, as_at=as_at).order_by().values("pk")
    if not with_destroyed:
        reachable = reachable.filter(destroyed_at__isnull=True)
    return Statement.objects.filter(document__in=reachable).select_related("document").defer("document__text")


def may_keep_for(
    scope: Scope, *, area: str | None = None, organisation: int | None = None, place: int | None = None
) -> bool:
    """Tell whether one may keep documents of an area, an organisation or a place (none: of the nation)."""
    reach = scope.reach(KEEP)
    if reach.national or area in reach.areas:
        return True
    if place is not None:
        return place in reach.places
    return area is None and organisation in reach.organisations


def is_kept(scope: Scope, *, sha256: str, about: About) -> bool:
    """Tell whether this very document is kept already, so that a long import goes on where it was."""
    found = documents(scope).filter(file=sha256, kind=about.kind, place=about.place)
    if about.place is None:
        found = found.filter(area=about.area)
    return found.filter(organisation=about.organisation).exists()
