"""Whether who has a need employs their own carers, as they told it with the case."""

from junction.core.scope import Scope

from ..models import Employer, Need


def employer_of(scope: Scope, need: Need) -> Employer | None:
    """Return what was told with a need that was read within a scope; None of who employs nobody."""
    return Employer.objects.filter(need=need).first()
