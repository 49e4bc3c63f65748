"""``manage.py begin``: the first organisation of an empty site, and its first platform administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.forms import Form
from django.utils import timezone

from organisations import table
from organisations.actor import Actor
from organisations.acts import Act
from organisations.choices import ORGANISATION_KINDS
from organisations.conflict import StateConflictError
from organisations.forms import OrganisationForm
from organisations.roles import Role
from organisations.staff.forms import InvitationForm
from organisations.staff.invitation import Asked

BEGINNER = Actor.system("begin", frozenset({Act.MANAGE_COVENANT, Act.MANAGE_MEMBERS}))


class Command(BaseCommand):
    """Invite the first person of all, who then adds the organisations and draws up the covenant."""

    help = "Make the first organisation of an empty site, and invite its platform administrator by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the organisation that keeps the platform, and for the person."""
        parser.add_argument("--organisation", required=True, help="its name, as people know it")
        parser.add_argument("--kind", required=True, choices=[kind for kind, _label in ORGANISATION_KINDS])
        parser.add_argument("--name", required=True, help="first and last name of the administrator")
        parser.add_argument("--email", required=True, help="their e-mail address at work")

    def handle(self, *, organisation: str, kind: str, name: str, email: str, **options: Any) -> None:
        """Make and invite, or say why not; what is typed here is looked at as on the pages."""
        home = _looked_at(OrganisationForm({"name": organisation, "kind": kind}), name="--organisation")
        role = Role.PLATFORM_ADMIN
        person = _looked_at(InvitationForm({"email": email, "name": name, "role": role.value}, roles=[role]))
        keeper = Asked(person["email"], person["name"], role)
        described = table.Described(home["name"], kind)
        try:
            table.begin(actor=BEGINNER, described=described, keeper=keeper, now=timezone.now())
        except StateConflictError as conflict:
            raise CommandError(conflict.sentence) from conflict
        self.stdout.write(
            f"An invitation goes to {keeper.email} as soon as a worker runs. "
            "The link in it counts for seven days."
        )


def _looked_at(form: Form, **options: str) -> dict[str, Any]:
    """Give what a form takes in. ``options``: how a field is called on the command line, where that differs.

    Raises: CommandError, which names each option that can't stay as it is.
    """
    if not form.is_valid():
        wrong = (f"{options.get(name, f'--{name}')}: {' '.join(told)}" for name, told in form.errors.items())
        raise CommandError("\n".join(wrong))
    return form.cleaned_data
