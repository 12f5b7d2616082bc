"""API tokens and the organisations one may make them for, within reach of `tokens.manage`."""

from django.db.models import QuerySet

from junction.core.scope import Scope
from junction.registry.models import Organisation

from .. import rules
from ..models import ApiToken

MANAGE = "tokens.manage"


def token_organisations(scope: Scope) -> QuerySet[Organisation]:
    """Organisations in reach whose systems may have tokens."""
    reach = scope.reach(MANAGE)
    found = Organisation.objects.filter(kind__in=rules.TOKEN_ROLES)
    return found if reach.national else found.filter(pk__in=reach.organisations)


def token_organisation(scope: Scope, organisation_id: int) -> Organisation:
    """One of them; raise `Organisation.DoesNotExist` out of reach."""
    return token_organisations(scope).get(pk=organisation_id)


def tokens(scope: Scope) -> QuerySet[ApiToken]:
    """Tokens of organisations in reach, newest first."""
    reach = scope.reach(MANAGE)
    found = ApiToken.objects.select_related("organisation").order_by("-created_at", "-pk")
    return found if reach.national else found.filter(organisation__in=reach.organisations)


def token(scope: Scope, token_id: int) -> ApiToken:
    """One of them; raise `ApiToken.DoesNotExist` out of reach."""
    return tokens(scope).get(pk=token_id)
