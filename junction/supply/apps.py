from django.apps import AppConfig


class SupplyConfig(AppConfig):
    name = "junction.supply"
    default_auto_field = "django.db.models.BigAutoField"
