from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "junction.oversight"
    default_auto_field = "django.db.models.BigAutoField"
