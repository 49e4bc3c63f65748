"""A colleague whose phone or key is lost: an administrator takes the second factor away, nothing more.

The administrator never gets a way in: password and mailbox stay the colleague's own, and the colleague sets
up a new second factor at the next login.
"""

from datetime import datetime
from importlib import import_module

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.managing import demand_at
from organisations.models import Membership, User


def reset_second_factor(membership: Membership, *, actor: Actor, now: datetime) -> int:
    """Take away every second factor of a member, and end their sessions; give how many factors there were.

    The member gets a mail that says that the login changed, without particulars.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: works here no more, is the actor, or has no second factor.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, membership.organisation)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=membership.user_id)
        _check(Membership.objects.get(pk=membership.pk), actor)
        found = Authenticator.objects.filter(user=user)
        count = found.count()
        if not count:
            raise StateConflictError(
                _("This person has no second step to take away. They set one up at the next login."),
                code="no_second_factor",
            )
        for factor in found:
            factor.delete()
        end_sessions(user)
        ledger.record(
            actor,
            Event.FACTOR_RESET,
            on=membership,
            now=now,
            act=Act.MANAGE_MEMBERS,
            person=user.pk,
            factors=count,
        )
        transaction.on_commit(lambda: _tell(user), robust=True)
    return count


def end_sessions(user: User) -> int:
    """End every session of a person, on the server and at once; give how many there were."""
    sessions = list(UserSession.objects.filter(user=user))
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for session in sessions:
        store.delete(session.session_key)
        session.delete()
    return len(sessions)


def _check(standing: Membership, actor: Actor) -> None:
    if standing.ended_at is not None:
        raise StateConflictError(_("This person does not work here any more."), code="member_ended")
    if standing.user_id == actor.user_id:
        raise StateConflictError(
            _("This is your own second step. Change it on the page about logging in."), code="own_factor"
        )


def _tell(user: User) -> None:
    with translation.override(user.language):
        subject = render_to_string("account/email/login_changed_subject.txt").strip()
        text = render_to_string("account/email/login_changed_message.txt").strip()
    send_mail(subject, text, None, [user.email])
