from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "junction.support"
    default_auto_field = "django.db.models.BigAutoField"
