"""The people within my reach: the list, and the page of one."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable, Filter

from .. import queries, rules


def _name(held: Any) -> str:
    href = reverse("people:person", args=[held.user_id])
    return format_html(
        '<a class="govuk-link" href="{}">{}</a><br><span class="junction-quiet">{}</span>',
        href, held.user.name or "No name", held.user.email,
    )  # fmt: skip


def _table(known: Any) -> DataTable:
    titles = {name: role.title for name, role in known.items() if role.over}
    return DataTable(
        name="",
        caption="Roles held now",
        columns=[
            Column("name", "Name", _name, sort="user__name"),
            Column("role", "Role", lambda held: titles.get(held.role, held.role), sort="role"),
            Column("over", "For", lambda held: held.over),
        ],
        filters=[
            Filter("role", "Role", list(titles.items()), lambda rows, value: rows.filter(role=value)),
        ],
        empty="Nobody was found. Try part of the name or of the address.",
    )


@needs("people.see")
def people(request: HttpRequest) -> HttpResponse:
    """Who has which role over what is in my reach, open invitations, and emergency access taken to it."""
    now, on, scope = timezone.now(), timezone.localdate(), actor_of(request).scope
    asked = request.GET.get("q", "")[:100]
    known = rules.roles(on)
    context = {
        "table": _table(known).view(queries.find_people(scope, asked, now=now), request.GET),
        "asked": asked,
        "roles": known,
        "invitations": queries.invitations(scope, now=now)[:200],
        "emergencies": queries.emergencies(scope)[:50],
        "may_invite": bool(rules.invitable_roles(scope, on=on)),
    }
    return render(request, "people/people.html", context)


@needs("people.see")
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person: the roles held over what is in my reach, now and before, and what I may do about them."""
    now, by = timezone.now(), actor_of(request)
    try:
        found = queries.person(by.scope, user_id, now=now)
    except ObjectDoesNotExist:
        raise Http404 from None
    may_end = queries.endable(by.scope, own_key=by.key, now=now)
    held = queries.memberships(by.scope, now=now).filter(user=found)
    manages = queries.may_remove_second_factor(by.scope, found, own_key=by.key, now=now)
    kinds = queries.second_factors_of(by.scope, found, own_key=by.key, now=now)
    context = {
        "person": found,
        "is_self": found.key == by.key,
        "roles": rules.roles(timezone.localdate(now)),
        "held": [(one, one.pk in may_end) for one in held],
        "before": queries.past_memberships(by.scope, found.pk, now=now)[:50],
        "manages": manages,
        "second_factors": rules.second_factors_in_words(kinds),
        "may_erase": by.scope.reach(queries.MANAGE).national and found.erased_at is None,
    }
    return render(request, "people/person.html", context)
