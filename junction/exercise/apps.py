from django.apps import AppConfig


class ExerciseConfig(AppConfig):
    name = "junction.exercise"
    default_auto_field = "django.db.models.BigAutoField"
