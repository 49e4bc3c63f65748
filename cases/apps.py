"""App configuration of cases."""

from django.apps import AppConfig
from django.core import checks

from cases.audit import database_role


class CasesConfig(AppConfig):
    """The case and everything that happens to it."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let ``check --deploy --database default`` look at the role that the site connects with."""
        checks.register(database_role.check, checks.Tags.database, deploy=True)
