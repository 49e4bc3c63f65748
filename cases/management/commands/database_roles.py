"""``manage.py database_roles``: the site's own role in PostgreSQL, that can add to the ledger and no more."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from cases.audit import database_role

ROLE = "zorgtafel_web"
NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class Command(BaseCommand):
    """Print the statements, or carry them out as the owner of the tables."""

    help = (
        "Prints the statements that give the site a role of its own in PostgreSQL: it reads and writes what "
        "pages need, can only add to the ledger, its seals and the history, and cannot make, change or empty "
        "a table. With --apply they are carried out, all or none. Run it as the owner, after each migrate."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the role be named, and the statements be carried out."""
        parser.add_argument("--role", default=ROLE, help="name of the role (%(default)s)")
        parser.add_argument("--apply", action="store_true", help="carry the statements out")

    def handle(self, *args: Any, role: str, apply: bool, **options: Any) -> None:
        """Print or carry out; never a role under which nobody could migrate any more."""
        if not database_role.is_offered():
            raise CommandError(_("Only PostgreSQL has roles; this database is another one."))
        if not NAME.fullmatch(role):
            raise CommandError(_("Give the role a name of small letters, digits and underscores."))
        if role == database_role.held().role:
            raise CommandError(
                _("%(role)s is the role that you are connected with. The site needs another one.")
                % {"role": role}
            )
        if apply:
            self._apply(role)
        else:
            self.stdout.write(";\n".join(database_role.statements(role)) + ";")

    def _apply(self, role: str) -> None:
        try:
            database_role.apply(role)
        except DatabaseError as error:
            raise CommandError(
                _("The database refused, and nothing was changed: %(why)s") % {"why": str(error).strip()}
            ) from error
        self.stdout.write(
            _(
                "The role %(role)s is in place. Give a new one a password with psql (\\password %(role)s). "
                "Name it in the DATABASE_URL of the web and worker processes."
            )
            % {"role": role}
        )
