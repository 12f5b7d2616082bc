from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "junction.returns"
    default_auto_field = "django.db.models.BigAutoField"
