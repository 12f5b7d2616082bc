from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "junction.registry"
    default_auto_field = "django.db.models.BigAutoField"
