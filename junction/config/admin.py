"""The admin: every table, read only. Writing here would bypass operations and their audit lines."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.db.models import ForeignKey, Model
from django.http import Http404, HttpRequest
from django.shortcuts import redirect

from junction.core.pages.context import actor_of

PERMISSIONS = {"core": "audit.see", "exercise": "exercise.run"}  # otherwise "<package>.see"
LEARNING = ("learningreview", "learningentry", "lesson", "lessonentry", "lessonshare")
TABLES = {  # of which a table needs more than its package
    "assurance.heard": "assurance.hear",
    **{f"assurance.{table}": "assurance.answer" for table in LEARNING},  # the nation sees what was shared
}
SECRETS = ("password", "sha256", "sealed")
ELSEWHERE = frozenset({"core.personalvalue"})  # read only with the fact that holds the key, and logged there


def may_look(request: HttpRequest, app_label: str = "") -> bool:
    """Tell whether the role of whoever asks opens the admin, and in it one package, over the whole nation."""
    scope = actor_of(request).scope
    permission = PERMISSIONS.get(app_label, f"{app_label}.see") if app_label else "admin.see"
    return scope.reach("admin.see").national and scope.reach(permission).national


class LookingGlassSite(admin.AdminSite):
    """Opened by role; signing in and out and passwords have their own pages and none here."""

    site_header = site_title = "Stored records"
    index_title = "Tables"

    def has_permission(self, request: HttpRequest) -> bool:
        return may_look(request)

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next", request.path))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")


class ReadOnlyAdmin(admin.ModelAdmin):
    """Look, with paging that never counts a large table; never add, change or delete."""

    show_full_result_count = False
    actions = None
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_look(request, self.opts.app_label)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        needed = TABLES.get(self.opts.label_lower)
        may_open = needed is None or actor_of(request).scope.reach(needed).national
        return may_open and may_look(request, self.opts.app_label)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return one row; what it was taken from is opened too, so that a sensitive read is logged."""
        found = super().get_object(request, object_id, from_field)
        model: type[Model] = self.model
        for path in _taken_from(model):
            at: Any = found
            for name in path:
                at = getattr(at, name, None)
        return found

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return SECRETS

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@cache
def _taken_from(model: type[Model]) -> tuple[tuple[str, ...], ...]:
    """Return the ways from a row to rows that tell when they are read (`core.reading`): two steps at most."""
    return tuple(_ways(model, 2))


def _ways(model: type[Model], steps: int) -> Iterator[tuple[str, ...]]:
    for field in model._meta.get_fields():
        if not (isinstance(field, ForeignKey) and isinstance(field.related_model, type) and steps):
            continue
        if "from_db" in vars(field.related_model):
            yield (field.name,)
        else:
            yield from ((field.name, *rest) for rest in _ways(field.related_model, steps - 1))


def register_every_table() -> None:
    """Replace what libraries registered by themselves and show each table of the house instead."""
    for model in list(admin.site._registry):
        admin.site.unregister(model)
    for model in apps.get_models():
        composite = len(model._meta.pk_fields) > 1
        ours = model.__module__.startswith("junction.") and model._meta.label_lower not in ELSEWHERE
        if ours and not composite:
            admin.site.register(model, ReadOnlyAdmin)
