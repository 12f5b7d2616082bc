"""End the sessions of one person, on whatever device."""

from django.contrib.sessions.models import Session

from ..models import User

SIGNED_IN_AS = "_auth_user_id"  # where Django keeps it in a session


def end_sessions(person: User) -> int:
    """Sign a person out everywhere; return of how many sessions. They last eight hours, so there are few."""
    mine = [one.pk for one in Session.objects.iterator() if _belongs(one, person)]
    Session.objects.filter(pk__in=mine).delete()
    return len(mine)


def _belongs(session: Session, person: User) -> bool:
    return str(session.get_decoded().get(SIGNED_IN_AS, "")) == str(person.pk)
