"""App configuration of organisations."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The organisations at the table."""

    name = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
