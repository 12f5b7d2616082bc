"""Reviews of plans in reach, with what their state follows from, now or as at a moment."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from junction.core.scope import Scope

from ..models import Finding, Reply, Review
from ..models.moments import current_at
from .plans import plans


def reviews(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[Review]:
    """Return the reviews of plans in reach, the newest first."""
    found = Review.objects.filter(entry__plan__in=plans(scope).order_by().values("pk"))
    if as_at:
        found = found.filter(asked_at__lte=as_at)
    until = Q(asked_at__lte=as_at) if as_at else Q()
    replied = Q(replied_at__lte=as_at) if as_at else Q()
    return found.select_related(
        "entry__plan__area", "entry__plan__organisation", "entry__plan__place"
    ).annotate(
        found_so_far=Count("findings", filter=_among_findings(as_at), distinct=True),
        was_replied=Exists(Reply.objects.filter(replied, review=OuterRef("pk"))),
        was_followed=Exists(Review.objects.filter(until, follows=OuterRef("pk"))),
    )  # fmt: skip


def mine(scope: Scope, key: str) -> QuerySet[Review]:
    """Return the reviews that somebody looks at themselves and that are not finished."""
    return reviews(scope).filter(accounts__contains=[key], finished_at__isnull=True)


def to_tell(scope: Scope) -> QuerySet[Review]:
    """Return the reviews of which somebody may be told something: open, to be replied to, due again."""
    return reviews(scope).exclude(finished_at__isnull=False, followed_by__isnull=False).order_by("pk")


def _among_findings(as_at: datetime | None) -> Q:
    current = Q(findings__superseded_at__isnull=True)
    if as_at is None:
        return current
    return Q(findings__recorded_at__lte=as_at) & (current | Q(findings__superseded_at__gt=as_at))


def review(scope: Scope, review_id: int, *, lock: bool = False, as_at: datetime | None = None) -> Review:
    """Return one. Raise `Review.DoesNotExist` out of reach."""
    if lock:
        Review.objects.select_for_update().filter(pk=review_id).first()
    return reviews(scope, as_at=as_at).get(pk=review_id)


def findings(scope: Scope, one: Review, *, as_at: datetime | None = None) -> QuerySet[Finding]:
    """Return what was found, the current version by each criterion."""
    return Finding.objects.filter(current_at(as_at), review=one).select_related("statement")
