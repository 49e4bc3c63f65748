"""Who the measurements are made for: somebody in a role at one of the organisations of ``scale_data``."""

from django.conf import settings
from django.test import Client
from django.utils import timezone

from cases.management.commands.scale_data import FOUNDER, found, person
from organisations import grants, membership
from organisations.acting import choose
from organisations.actor import Actor
from organisations.models import User
from organisations.roles import Role


def somebody(role: Role, *, home: int = 0) -> Actor:
    """Give who holds this role at an organisation, by its number from 0; joins it the first time."""
    now, email = timezone.now(), person(home, role)
    user = User.objects.filter(email=email).first()
    if user is None:
        organisation = found(now=now)[home]
        user = User.objects.create_user(email, f"Scale {role.value} {home}")
        membership.start(actor=FOUNDER, user=user, organisation=organisation, role=role, now=now)
    chosen = choose(membership.in_force(user, now=now), None)
    return Actor(
        user=user, organisation=chosen.organisation, role=Role(chosen.role), acts=grants.acts_at(chosen)
    )


def session_of(user: User) -> str:
    """Log somebody in; gives what their browser's cookie holds."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
