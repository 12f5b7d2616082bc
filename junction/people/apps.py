from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "junction.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import adapters  # noqa: F401 - connects the doors to the sign-in library
