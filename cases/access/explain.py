"""Why can I see this, and who can see this: the gate's own rules, told in sentences.

Nothing is decided here. ``why`` tells the grounds on which a case was opened; ``who`` asks
``audience`` for every member of every organisation at the case.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access import audience, facts
from cases.access.gate import CaseAccess
from cases.access.rules import Way
from cases.casefile.models import Case, CaseParticipation
from organisations.choices import COMPARTMENTS, LEGAL_GROUNDS, PURPOSES, ROLES
from organisations.compartments import Compartment
from organisations.covenant import Ceiling
from organisations.models import Organisation
from organisations.roles import Reach

PURPOSE_LABELS = dict(PURPOSES)
GROUND_LABELS = dict(LEGAL_GROUNDS)
ROLE_LABELS = dict(ROLES)
PART_LABELS = dict(COMPARTMENTS)


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground on which somebody may see a case. Instants are aware; an open end is None."""

    label: Promise
    sentence: Promise | str
    since: datetime | None = None
    until: datetime | None = None


def why(access: CaseAccess, *, now: datetime) -> list[Reason]:
    """Give the grounds on which this actor opened this case, in the order in which they are asked."""
    if access.way is Way.EMERGENCY:
        return [_covenant(access, now=now), _emergency(access)]
    if access.way is Way.MEETING:
        return [_covenant(access, now=now), _meeting(access)]
    standing = [
        _covenant(access, now=now),
        _admission(access),
        *_term(access),
        _role(access),
        *_naming(access),
    ]
    return [*standing, _emergency(access)] if access.about.emergencies else standing


def _covenant(access: CaseAccess, *, now: datetime) -> Reason:
    participation = access.about.participation
    articles = access.about.ceiling.articles
    article = ""
    if participation is not None:
        article = articles.get(
            (Compartment.CORE.value, participation.purpose, participation.legal_ground), ""
        )
    if not article:
        return Reason(
            _("Covenant"),
            _("Your organisation is a party to the covenant (%(version)s).")
            % {"version": access.covenant_version},
        )
    return Reason(
        _("Covenant"),
        _("Article %(article)s of the covenant (%(version)s) lets your organisation receive this.")
        % {"article": article, "version": access.covenant_version},
    )


def _admission(access: CaseAccess) -> Reason:
    participation = access.about.participation
    return Reason(
        _("Admitted"),
        _("%(organisation)s takes part in this case. Purpose: %(purpose)s. Ground: %(ground)s.")
        % {
            "organisation": access.actor.organisation.name,
            "purpose": PURPOSE_LABELS[participation.purpose],
            "ground": GROUND_LABELS[participation.legal_ground],
        },
        since=participation.starts_at,
        until=participation.ends_at,
    )


def _term(access: CaseAccess) -> list[Reason]:
    """Tell until when it counts without being confirmed again; for who coordinates there is no such day."""
    lapses_at = access.about.participation.lapses_at
    if lapses_at is None:
        return []
    return [
        Reason(
            _("Confirmed"),
            _(
                "The coordinator confirms now and then that your organisation still needs this. "
                "Without that it ends by itself."
            ),
            since=access.about.participation.confirmed_at,
            until=lapses_at,
        )
    ]


def _role(access: CaseAccess) -> Reason:
    if access.about.is_sealed:
        return Reason(_("Sealed"), _("This case is sealed. Only people who are named on it can see it."))
    sentence = (
        _("As %(role)s you see the cases on which you are named.")
        if access.actor.reach is Reach.NAMED
        else _("As %(role)s you see every case your organisation takes part in.")
    )
    return Reason(_("Role"), sentence % {"role": ROLE_LABELS[access.actor.role]})


def _naming(access: CaseAccess) -> list[Reason]:
    if not access.about.is_named:
        return []
    return [Reason(_("Named"), _("You are named on this case, because you work on it."))]


def _emergency(access: CaseAccess) -> Reason:
    emergency = access.about.emergencies[0]
    return Reason(
        _("Emergency"),
        _("You opened parts of this case by emergency access: %(parts)s. What you read will be reviewed.")
        % {"parts": ", ".join(str(PART_LABELS[part.value]) for part in sorted(access.about.in_emergency))},
        since=emergency.starts_at,
        until=emergency.ends_at,
    )


def _meeting(access: CaseAccess) -> Reason:
    meeting = access.about.seats[0].item.meeting
    return Reason(
        _("Meeting"),
        _("You join meeting %(number)s for this case. You can read it around the meeting, and only then.")
        % {"number": meeting.number},
        since=meeting.starts_at,
        until=meeting.ends_at,
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """One person who can read parts of a case."""

    name: str
    role: Promise
    readable: frozenset[Compartment]
    is_emergency: bool = False
    is_named: bool = False
    since: datetime | None = None  # of the membership
    user_id: int = 0
    is_meeting: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One organisation at a case: its terms, what these open today, and who reads it there.

    ``articles`` holds the covenant's article per compartment that is open now;
    ``participation`` is None for an organisation that came in by emergency access or a meeting only.
    """

    organisation: Organisation
    participation: CaseParticipation | None
    articles: dict[Compartment, str]
    readers: tuple[Reader, ...]


def who(case: Case, *, now: datetime) -> list[Table]:
    """Give every organisation and person that can read something of this case at ``now`` (aware).

    Ten statements, however many organisations and people.
    """
    found = audience.of_case(case.pk, now=now)
    readers: dict[int, list[Reader]] = defaultdict(list)
    for seat in found.seats:
        member = seat.member
        reader = Reader(
            name=member.user.name,
            role=ROLE_LABELS[member.role],
            readable=seat.readable,
            is_emergency=seat.is_emergency,
            is_named=seat.is_named,
            since=member.starts_at,
            user_id=member.user_id,
            is_meeting=seat.is_meeting,
        )
        readers[member.organisation_id].append(reader)
    organisations = {pk: part.organisation for pk, part in found.admitted.items()}
    organisations |= {seat.member.organisation_id: seat.member.organisation for seat in found.seats}
    return [
        Table(
            organisation=organisation,
            participation=found.admitted.get(organisation.pk),
            articles=_open_articles(found.admitted.get(organisation.pk), found.ceilings[organisation.pk]),
            readers=tuple(readers[organisation.pk]),
        )
        for organisation in sorted(organisations.values(), key=lambda found: found.name)
    ]


def readers(tables: Iterable[Table], compartment: Compartment) -> list[dict[str, object]]:
    """Give who will read what is written in a compartment, per organisation (``components/readers.html``)."""
    groups = []
    for table in tables:
        names = [reader.name for reader in table.readers if compartment in reader.readable]
        if names:
            groups.append({"organisation": table.organisation.name, "names": names})
    return groups


def will_read(case: Case, compartment: Compartment, *, now: datetime) -> list[dict[str, object]]:
    """Give who will read what is about to be written in a compartment of a case, per organisation."""
    return readers(who(case, now=now), compartment)


def _open_articles(participation: CaseParticipation | None, ceiling: Ceiling) -> dict[Compartment, str]:
    """Give the articles behind what is open: admitted *and* still covered by a clause in force."""
    if participation is None:
        return {}
    opened = facts.admission(participation)
    if not ceiling.allows(Compartment.CORE, *opened.terms(Compartment.CORE)):
        return {}
    return {
        part: ceiling.articles[(part.value, *opened.terms(part))]
        for part in Compartment
        if part in opened.compartments and ceiling.allows(part, *opened.terms(part))
    }
