"""Read who owns what. The caller has read the things through its scope; this adds their owners."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from .models import Ownership
from .rules import Span


def owner(kind: str, number: int) -> str | None:
    """Return who owns a thing now, if anybody does."""
    return owners(kind, [number]).get(number)


def owners(kind: str, numbers: Iterable[int]) -> Mapping[int, str]:
    """Return the present owner of each thing that has one, in one statement."""
    found = Ownership.objects.filter(
        subject_kind=kind, subject_id__in=list(numbers), owned_until__isnull=True
    )
    return dict(found.values_list("subject_id", "owner"))


def how_many(kind: str, owners: Iterable[str]) -> Counter[str]:
    """Return how many things of one kind each of these has now, in one statement; none has 0."""
    found = Ownership.objects.filter(owner__in=list(owners), subject_kind=kind, owned_until__isnull=True)
    return Counter(found.values_list("owner", flat=True))


def history(kind: str, number: int) -> list[Span]:
    """Return every span of one thing, oldest first, for `ownership.rules`."""
    return histories(kind, [number]).get(number, [])


def histories(kind: str, numbers: Iterable[int]) -> dict[int, list[Span]]:
    """Return the spans of many things, in one statement."""
    found: dict[int, list[Span]] = defaultdict(list)
    rows = Ownership.objects.filter(subject_kind=kind, subject_id__in=list(numbers)).order_by(
        "owned_from", "pk"
    )
    for row in rows:
        found[row.subject_id].append(Span(row.owner, row.owned_from, row.owned_until, row.reason))
    return dict(found)


def owned_by(owner: str, kind: str) -> list[int]:
    """Return the ids of the things of one kind that `owner` has now, longest first."""
    found = Ownership.objects.filter(owner=owner, subject_kind=kind, owned_until__isnull=True)
    return list(found.order_by("owned_from").values_list("subject_id", flat=True))
