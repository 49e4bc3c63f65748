"""The whole chain behind one part of a case: clause, admission, role, name; since when, and given by whom.

Nothing is decided here (``rules.decide``). Who gave a role or named somebody stands in the history of
that row, so that it also tells of a decision of years ago. At most eight statements.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access.explain import GROUND_LABELS, PART_LABELS, PURPOSE_LABELS, ROLE_LABELS
from cases.access.gate import CaseAccess
from cases.access.rules import Way
from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission
from organisations import covenant, present
from organisations.actor import Actor
from organisations.compartments import Compartment
from organisations.models import Membership
from organisations.roles import Reach


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain: what, since when and until when (aware, or local days), and who gave it."""

    label: Promise
    sentence: Promise | str
    since: datetime | date | None = None
    until: datetime | date | None = None
    by: str = ""

    @property
    def is_within_a_day(self) -> bool:
        """Tell whether it lasts hours rather than days: then the hour is said too."""
        if not (isinstance(self.since, datetime) and isinstance(self.until, datetime)):
            return False
        return self.until - self.since < timedelta(days=1)


def chain(case: Case, *, part: Compartment, now: datetime) -> list[Link]:
    """Give every link on which who opened this case reads a part of it, in the order of the rules."""
    access: CaseAccess = case.access
    if access.way is Way.EMERGENCY or part in access.about.in_emergency - _standing(access):
        return [*_clause(case, part, now=now), _emergency(access)]
    if access.way is Way.MEETING or part not in {*_standing(access), *access.about.in_emergency}:
        return [*_clause(case, part, now=now), _meeting(access)]
    return [
        *_clause(case, part, now=now),
        *_admission(access, part),
        *_role(access, now=now),
        *_naming(access),
    ]


def named_by(case_id: int) -> dict[tuple[int, int], Link]:
    """Give, per organisation id and user id, since when somebody is named on a case and by whom."""
    rows = (
        CaseUserObjectPermission.history.filter(content_object_id=case_id)
        .exclude(history_type="-")
        .order_by("history_id")
        .select_related("history_user")
    )
    return {
        (row.organisation_id, row.user_id): Link(
            _("Named"), _("Named on this case"), since=row.history_date, by=_name(row.history_user)
        )
        for row in rows
    }


def _standing(access: CaseAccess) -> frozenset[Compartment]:
    admission = access.about.admission
    return frozenset() if admission is None else admission.compartments


def _clause(case: Case, part: Compartment, *, now: datetime) -> list[Link]:
    """Give the clause in force, with the days of its version and the signature of the organisation."""
    access: CaseAccess = case.access
    organisation = access.actor.organisation
    admission = access.about.admission or access.about.in_meeting
    today = timezone.localdate(now)
    clauses = covenant.clauses_in_force([organisation.pk], on=today).filter(
        existence_only=False, compartment=part.value, version__covenant=case.covenant_id
    )
    if admission is not None:
        purpose, legal_ground = admission.terms(part)
        clauses = clauses.filter(purpose=purpose, legal_ground=legal_ground)
    clause = clauses.first()
    if clause is None:
        return []
    party = clause.version.parties.filter(organisation=organisation).first()
    return [
        Link(
            _("Clause"),
            _("Article %(article)s of the covenant (v%(version)s) lets your organisation read “%(part)s”.")
            % {
                "article": clause.article,
                "version": clause.version.number,
                "part": PART_LABELS[part.value],
            },
            since=clause.version.valid_from,
            until=clause.version.valid_until,
            by="" if party is None else party.signed_name,
        )
    ]


def _admission(access: CaseAccess, part: Compartment) -> list[Link]:
    if access.about.participation is None:
        return []
    found = CaseParticipation.objects.select_related(
        "admitted_by", "admitted_by_organisation", "confirmed_by", "identity_shared_by"
    ).get(pk=access.about.participation.pk)
    return [
        Link(
            _("Admitted"),
            _("%(organisation)s takes part in this case. Purpose: %(purpose)s. Ground: %(ground)s.")
            % {
                "organisation": access.actor.organisation.name,
                "purpose": PURPOSE_LABELS[found.purpose],
                "ground": GROUND_LABELS[found.legal_ground],
            },
            since=found.starts_at,
            until=found.ends_at or found.lapses_at,
            by=_name(found.admitted_by, found.admitted_by_organisation),
        ),
        *_confirmed(found),
        *_shared(found, part),
    ]


def _confirmed(found: CaseParticipation) -> list[Link]:
    if found.confirmed_at is None or found.confirmed_by is None or found.confirmed_at <= found.starts_at:
        return []
    sentence = _("The coordinator confirmed that your organisation still needs this.")
    return [Link(_("Confirmed"), sentence, since=found.confirmed_at, by=_name(found.confirmed_by))]


def _shared(found: CaseParticipation, part: Compartment) -> list[Link]:
    if part is not Compartment.IDENTITY or found.identity_shared_at is None:
        return []
    return [
        Link(
            _("Name shared"),
            _(
                "The name was shared later, by a decision of its own. "
                "Purpose: %(purpose)s. Ground: %(ground)s."
            )
            % {
                "purpose": PURPOSE_LABELS[found.identity_purpose],
                "ground": GROUND_LABELS[found.identity_ground],
            },
            since=found.identity_shared_at,
            by=_name(found.identity_shared_by),
        )
    ]


def _role(access: CaseAccess, *, now: datetime) -> list[Link]:
    actor = access.actor
    held = present.members(at=now).filter(user=actor.user, organisation=actor.organisation).first()
    if held is None:
        return []
    since, by = _given(held)
    return [Link(_("Role"), _role_sentence(access, actor), since=since, until=held.ends_at, by=by)]


def _role_sentence(access: CaseAccess, actor: Actor) -> Promise | str:
    if access.about.is_sealed:
        return _("This case is sealed. Only people who are named on it can see it.")
    sentence = (
        _("As %(role)s you see the cases on which you are named.")
        if actor.reach is Reach.NAMED
        else _("As %(role)s you see every case your organisation takes part in.")
    )
    return sentence % {"role": ROLE_LABELS[actor.role]}


def _given(held: Membership) -> tuple[datetime, str]:
    """Give since when somebody has the role they have now, and who gave it."""
    since, by = held.starts_at, ""
    last = None
    for row in held.history.order_by("history_id").select_related("history_user"):
        if row.role != last:
            since, by, last = row.history_date, _name(row.history_user), row.role
    return since, by


def _naming(access: CaseAccess) -> list[Link]:
    if not access.about.is_named:
        return []
    found = named_by(access.about.participation.case_id) if access.about.participation else {}
    standing = found.get((access.actor.organisation_id, access.actor.user_id))
    sentence = _("You are named on this case, because you work on it.")
    if standing is None:
        return [Link(_("Named"), sentence)]
    return [Link(_("Named"), sentence, since=standing.since, by=standing.by)]


def _emergency(access: CaseAccess) -> Link:
    opened = access.about.emergencies[0]
    parts = ", ".join(str(PART_LABELS[part.value]) for part in sorted(access.about.in_emergency))
    return Link(
        _("Emergency"),
        _("You opened parts of this case by emergency access: %(parts)s. What you read will be reviewed.")
        % {"parts": parts},
        since=opened.starts_at,
        until=opened.ends_at,
        by=access.actor.user.name,
    )


def _meeting(access: CaseAccess) -> Link:
    seat = access.about.seats[0]
    return Link(
        _("Meeting"),
        _("You join meeting %(number)s for this case. You can read it around the meeting, and only then.")
        % {"number": seat.item.meeting.number},
        since=seat.item.meeting.starts_at,
        until=seat.item.meeting.ends_at,
        by=seat.invited_by.name,
    )


def _name(person: object, organisation: object = None) -> str:
    """Give who gave something, with the organisation where it is known; the system has no name."""
    if person is None:
        return ""
    return person.name if organisation is None else f"{person.name} ({organisation.name})"
