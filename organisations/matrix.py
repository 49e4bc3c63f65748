"""The table role × act of one organisation, with a reason in every cell: what a jurist reads on screen.

The cells come from ``roles.py`` and the organisation's narrowings; nothing is decided here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.acts import CONTENT_ACTS, Act
from organisations.choices import ACTS, ROLES
from organisations.models import Organisation
from organisations.roles import ALWAYS_KEPT, REACH, Reach, Role, acts_of

ACT_LABELS = dict(ACTS)
ROLE_LABELS = dict(ROLES)


class State(StrEnum):
    """What one role may do with one act at one organisation."""

    HELD = "held"
    TAKEN_AWAY = "taken_away"
    NOT_IN_ROLE = "not_in_role"


@dataclass(frozen=True, slots=True)
class Cell:
    """One role and one act: what holds and why."""

    role: Role
    act: Act
    state: State
    reason: Promise

    @property
    def role_label(self) -> Promise:
        """Give the role as people read it."""
        return ROLE_LABELS[self.role]

    @property
    def can_change(self) -> bool:
        """Tell whether the organisation may take this away, or give back what it took."""
        return self.state is not State.NOT_IN_ROLE and (self.role, self.act) not in ALWAYS_KEPT


@dataclass(frozen=True, slots=True)
class Row:
    """One act and its cell for each role."""

    act: Act
    label: Promise
    cells: list[Cell]

    def held_by(self) -> str:
        """Give the roles that may do this, as people read them."""
        return ", ".join(str(cell.role_label) for cell in self.cells if cell.state is State.HELD)

    def is_narrowed(self) -> bool:
        """Tell whether the organisation took this away from a role."""
        return any(cell.state is State.TAKEN_AWAY for cell in self.cells)


#: What each role is for: the reason of every act that it holds.
PURPOSE_OF_ROLE = {
    Role.PROFESSIONAL: _("Works on the cases on which this person is named."),
    Role.CONTACT_POINT: _("Works on every case of the organisation and decides who else needs to know."),
    Role.CARE_COORDINATOR: _("Coordinates the care: judges signals, starts cases, decides who takes part."),
    Role.PROCESS_DIRECTOR: _("Directs the process of the table and not the content."),
    Role.DUTY_OFFICER: _("Has the evening and night shift: raises and answers alerts."),
    Role.ORGANISATION_ADMIN: _("Keeps people and rosters, and sees nothing of a case."),
    Role.AUDITOR: _("Reviews who did and saw what, and sees nothing of a case."),
    Role.PLATFORM_ADMIN: _("Keeps covenant and organisations, and sees nothing of a case."),
}

NO_CONTENT = _("This role never sees what is inside a case.")
TAKEN_AWAY = _("The organisation took this away from the role.")
_COORDINATOR_DECIDES = _("Only a care coordinator decides this.")
_ADMINISTRATORS = _("Only an administrator keeps people and rosters.")

#: Who does have the act: the reason of a role that has not.
WHOSE_ACT = {
    Act.TRIAGE_SIGNAL: _COORDINATOR_DECIDES,
    Act.MANAGE_ROUTES: _("The process director and the platform administrator keep what the region agreed."),
    Act.START_CASE: _COORDINATOR_DECIDES,
    Act.ASSIGN_COORDINATOR: _(
        "A care coordinator decides this, and whoever coordinates a case for that case, in any role."
    ),
    Act.ADMIT_ORGANISATION: _COORDINATOR_DECIDES,
    Act.CLOSE_CASE: _COORDINATOR_DECIDES,
    Act.SEAL_CASE: _COORDINATOR_DECIDES,
    Act.BLOCK_CONFLICT: _("Only a care coordinator or the process director decides this."),
    Act.NAME_COLLEAGUE: _("Only a contact point or care coordinator decides which colleague needs to know."),
    Act.CHAIR_MEETING: _("Only the process director chairs the table."),
    Act.REVIEW_AUDIT: _("Only an auditor reviews, so that nobody reviews their own work."),
    Act.KEEP_KEY: _("Contact points, coordinators and administrators, always two of them."),
    Act.HOLD_CHECKPOINT: _("Contact points, administrators and auditors keep these for their organisation."),
    Act.AGREE_DESTRUCTION: _("Care coordinators and contact points decide about the end of a case."),
    Act.STOP_EXPORT: _("Auditors watch over each other's exports, together with the platform administrator."),
    Act.SEE_DESTRUCTION: _("Who decides about the end of a case sees this, and the auditor."),
    Act.MANAGE_MEMBERS: _ADMINISTRATORS,
    Act.MANAGE_ROSTER: _ADMINISTRATORS,
    Act.RUN_DRILL: _(
        "Coordinators and process directors exercise with the table, administrators with their organisation."
    ),
    Act.SEE_COVERAGE: _(
        "Who can fill a gap or stands in it: administrators, contact points, coordinators, duty officers."
    ),
    Act.MANAGE_COVENANT: _("Only the platform administrator keeps the covenant."),
    Act.SIGN_COVENANT: _("Only the organisation administrator signs for the organisation."),
    Act.SEE_FIGURES: _("Figures are for who answers for the work: not for who does it, nor at night."),
    Act.SEE_ORGANISATIONS: _("Only administrators and auditors need this overview."),
}

#: Cells that surprise; the same reasons stand as comments in ``roles.py``.
SURPRISING = {
    (Role.DUTY_OFFICER, Act.BREAK_GLASS): _("Reads every case of the organisation already."),
    (Role.DUTY_OFFICER, Act.FOLLOW_MELDCODE): _("The Meldcode is each professional's own duty."),
    (Role.DUTY_OFFICER, Act.ATTEND_MEETING): _("Meetings are for who works on the case by day."),
    (Role.DUTY_OFFICER, Act.READ_CASE): _("At night nobody can first be named on a case."),
    (Role.PROCESS_DIRECTOR, Act.READ_CASE): _("Needs the case to prepare and run the meeting."),
}


def table(organisation: Organisation) -> list[Row]:
    """Give every act with its cell for every role. One query."""
    taken_away = set(organisation.narrowings.values_list("role", "act"))
    return [
        Row(act, ACT_LABELS[act], [cell(role, act, taken_away=taken_away) for role in Role]) for act in Act
    ]


def cell(role: Role, act: Act, *, taken_away: Iterable[tuple[str, str]]) -> Cell:
    """Give one cell. ``taken_away`` holds the (role, act) codes that the organisation narrowed."""
    if act not in acts_of(role):
        return Cell(role, act, State.NOT_IN_ROLE, _why_not(role, act))
    if (role.value, act.value) in taken_away:
        return Cell(role, act, State.TAKEN_AWAY, TAKEN_AWAY)
    return Cell(role, act, State.HELD, SURPRISING.get((role, act), PURPOSE_OF_ROLE[role]))


def _why_not(role: Role, act: Act) -> Promise:
    if (role, act) in SURPRISING:
        return SURPRISING[(role, act)]
    if act in CONTENT_ACTS and REACH[role] is Reach.NONE:
        return NO_CONTENT
    return WHOSE_ACT.get(act, PURPOSE_OF_ROLE[role])
