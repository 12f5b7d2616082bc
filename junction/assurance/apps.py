from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "junction.assurance"
    default_auto_field = "django.db.models.BigAutoField"
