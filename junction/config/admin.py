"""The admin: every table, read only. Writing here would bypass operations and their audit lines."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin):
    """Look, with paging that never counts a large table; never add, change or delete."""

    show_full_result_count = False
    actions = None
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def register_every_table() -> None:
    """Replace what libraries registered by themselves and show each table of the house instead."""
    for model in list(admin.site._registry):
        admin.site.unregister(model)
    for model in apps.get_models():
        composite = len(model._meta.pk_fields) > 1
        if model.__module__.startswith("junction.") and not composite:
            admin.site.register(model, ReadOnlyAdmin)
