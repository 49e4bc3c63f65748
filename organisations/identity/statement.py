"""The statement of confidentiality: publish a version, promise it, see who has not."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import write
from organisations.identity import rules
from organisations.identity.models import ConfidentialityStatement, StatementAcceptance
from organisations.identity.rules import Promise
from organisations.models import Membership, Organisation, User


@dataclass(frozen=True, slots=True)
class Standing:
    """A member and their last promise; ``is_due`` when they have to make it (again)."""

    membership: Membership
    last: Promise | None
    is_due: bool


def publish(*, actor: Actor, text_nl: str, text_en: str, now: datetime) -> ConfidentialityStatement:
    """Publish the next version; everybody is asked to promise it before their next page.

    Raises:
        AccessDenied: the actor does not keep the covenant.
        StateConflictError: it says the same as the version in force.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        standing = ConfidentialityStatement.objects.select_for_update().first()
        if standing is not None and (standing.text_nl, standing.text_en) == (text_nl, text_en):
            raise StateConflictError(
                _("This is the text that is in force already. Change it before you publish it."),
                code="same_statement",
                field="text_nl",
            )
        number = 1 if standing is None else standing.number + 1
        made = ConfidentialityStatement(number=number, text_nl=text_nl, text_en=text_en, published_at=now)
        write(made, actor=actor, now=now)
        ledger.record(
            actor, Event.STATEMENT_PUBLISHED, on=made, now=now, act=Act.MANAGE_COVENANT, version=number
        )
    return made


def accept(*, actor: Actor, number: int, now: datetime) -> StatementAcceptance:
    """Promise what the statement says; promised already changes nothing.

    Raises:
        StateConflictError: another version was published since the page was opened.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user_id)
        statement = current()
        if statement is None or statement.number != number:
            raise StateConflictError(
                _("There is a newer text. Please read it; it is shown now."), code="newer_statement"
            )
        found = statement.acceptances.filter(user=actor.user_id).order_by("-accepted_at").first()
        if found is not None and now < rules.a_year_after(found.accepted_at):
            return found
        made = StatementAcceptance(user=actor.user, statement=statement, accepted_at=now)
        write(made, actor=actor, now=now)
        ledger.record(actor, Event.STATEMENT_ACCEPTED, on=made, now=now, version=number)
    return made


def current() -> ConfidentialityStatement | None:
    """Give the version in force, or None when none was published."""
    return ConfidentialityStatement.objects.first()


def last_promise(user: User) -> StatementAcceptance | None:
    """Give the last promise of a person."""
    return (
        StatementAcceptance.objects.filter(user=user)
        .select_related("statement")
        .order_by("-accepted_at", "-id")
        .first()
    )


def is_due(user: User, *, now: datetime) -> bool:
    """Tell whether this person must promise before they go on. Two queries."""
    statement = current()
    if statement is None:
        return False
    last = last_promise(user)
    promise = None if last is None else Promise(last.statement.number, last.accepted_at)
    return rules.must_promise(promise, current=statement.number, now=now)


def standings(organisation: Organisation, *, now: datetime) -> list[Standing]:
    """Give every member of an organisation with their last promise, those who are due first. Two queries."""
    statement = current()
    number = None if statement is None else statement.number
    last = StatementAcceptance.objects.filter(user=OuterRef("user")).order_by("-accepted_at", "-id")
    members = (
        present.members(at=now)
        .filter(organisation=organisation)
        .select_related("user")
        .annotate(
            promised_number=Subquery(last.values("statement__number")[:1]),
            promised_at=Subquery(last.values("accepted_at")[:1]),
        )
        .order_by("user__name", "id")
    )
    found = [_standing(member, number, now) for member in members]
    return sorted(found, key=lambda standing: not standing.is_due)


def _standing(member: Membership, current_number: int | None, now: datetime) -> Standing:
    made = None if member.promised_at is None else Promise(member.promised_number, member.promised_at)
    return Standing(member, made, rules.must_promise(made, current=current_number, now=now))
