"""The admin of this installation: its site is ours, so that who may look is decided by roles."""

from django.contrib.admin.apps import AdminConfig


class LookingGlass(AdminConfig):
    """Django's admin with our site."""

    default_site = "junction.config.admin.LookingGlassSite"
