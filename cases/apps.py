"""App configuration of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The case and everything that happens to it."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"
