"""Which role may do what: the page a jurist reads.

A role is given to one person in one organisation (``Membership``). The table below is the
default *and* the ceiling: an organisation may take acts away from a role
(``grants.narrow``), never add one. Whether an act reaches a particular case is
decided afterwards by the gate (covenant, participation, named on the case).
"""

from enum import StrEnum

from organisations.acts import Act


class Role(StrEnum):
    """What somebody is for their organisation."""

    PROFESSIONAL = "professional"
    CONTACT_POINT = "contact_point"
    CARE_COORDINATOR = "care_coordinator"
    PROCESS_DIRECTOR = "process_director"
    DUTY_OFFICER = "duty_officer"
    ORGANISATION_ADMIN = "organisation_admin"
    AUDITOR = "auditor"
    PLATFORM_ADMIN = "platform_admin"


class Reach(StrEnum):
    """Which of their organisation's cases a role can come near at all."""

    NAMED = "named"  # only cases on which this person is named
    ORGANISATION = "organisation"  # every case the organisation takes part in
    NONE = "none"  # never any case content


#: The need to know *inside* an organisation (design: "named on the case").
REACH: dict[Role, Reach] = {
    Role.PROFESSIONAL: Reach.NAMED,
    Role.CONTACT_POINT: Reach.ORGANISATION,
    Role.CARE_COORDINATOR: Reach.ORGANISATION,
    Role.PROCESS_DIRECTOR: Reach.ORGANISATION,
    # At 02:00 nobody can first be named on a case: who is on duty reads what the organisation reads.
    Role.DUTY_OFFICER: Reach.ORGANISATION,
    Role.ORGANISATION_ADMIN: Reach.NONE,
    Role.AUDITOR: Reach.NONE,
    Role.PLATFORM_ADMIN: Reach.NONE,
}

_EVERYONE = frozenset({Act.READ_INBOX})

_CASEWORK = _EVERYONE | {
    Act.LOG_SIGNAL,
    Act.READ_SIGNALS,
    Act.READ_CASE,
    Act.SEARCH_CASES,
    Act.WRITE_NOTE,
    Act.WORK_ON_ACTIONS,
    Act.FOLLOW_MELDCODE,  # Meldcode is each professional's own duty; police have none (see below)
    Act.ANSWER_ALERT,
    Act.LOG_POLICE_CONTACT,
    Act.ATTEND_MEETING,
    Act.BREAK_GLASS,
    Act.ASK_ACCESS,  # whether a case exists, where a clause lets the organisation ask, and to be let in
}

DEFAULT_ACTS: dict[Role, frozenset[Act]] = {
    # Who looks after a young person keeps the grab pack; only an institution can (cases/pack/rules.py).
    Role.PROFESSIONAL: frozenset(_CASEWORK | {Act.SOUND_ALERT, Act.KEEP_PACK}),
    Role.CONTACT_POINT: frozenset(
        _CASEWORK
        | {
            Act.SOUND_ALERT,
            Act.KEEP_PACK,
            Act.NAME_COLLEAGUE,  # decides who inside the organisation needs to know
            Act.SEE_FIGURES,  # of the whole table, without anybody in them
            Act.SEE_COVERAGE,  # is called when nobody is on duty, so sees it coming
            Act.HOLD_CHECKPOINT,  # keeps for the organisation what proves that the ledger is whole
            Act.KEEP_KEY,  # one registers the organisation's key, another one confirms it
            # The second pair of eyes at the end of a case, also when their own part in it has ended.
            Act.AGREE_DESTRUCTION,
            Act.SEE_DESTRUCTION,
        }
    ),
    Role.CARE_COORDINATOR: frozenset(
        _CASEWORK
        | {
            Act.SOUND_ALERT,
            Act.TRIAGE_SIGNAL,
            Act.START_CASE,
            Act.ASSIGN_COORDINATOR,
            Act.ADMIT_ORGANISATION,
            Act.SHARE_IDENTITY,  # apart: an organisation may let its coordinators admit by pseudonym only
            Act.NAME_COLLEAGUE,
            Act.SEE_FIGURES,
            Act.SEE_COVERAGE,  # of their own organisation only
            Act.RUN_DRILL,  # of the whole table: an exercise, without a case
            Act.KEEP_DIRECTORY,
            Act.CLOSE_CASE,
            Act.BLOCK_CONFLICT,
            Act.SEAL_CASE,
            Act.AGREE_DESTRUCTION,
            Act.SEE_DESTRUCTION,
            Act.LOG_RIGHTS,
            Act.KEEP_KEY,  # takes over cases, so opens what is sealed for the organisation
            Act.ANSWER_RIGHTS,  # who coordinates is whom a young person or parent turns to
        }
    ),
    # Directs the process, not the content (domain: procesregisseur): plans and runs the
    # meeting, reads the case to do so, but does not triage, admit or report.
    Role.PROCESS_DIRECTOR: frozenset(
        _EVERYONE
        | {
            Act.READ_CASE,
            Act.SEARCH_CASES,
            Act.CHAIR_MEETING,
            Act.ATTEND_MEETING,
            Act.WORK_ON_ACTIONS,
            Act.BLOCK_CONFLICT,
            Act.SEE_FIGURES,
            Act.RUN_DRILL,  # of the whole table: whether the chain works is process, not content
            Act.MANAGE_ROUTES,  # which desk gets which signals is process; the signals themselves are not
            Act.KEEP_DIRECTORY,
        }
    ),
    # The night shift: raises and answers alerts and logs what police were told. No triage, no
    # Meldcode of somebody else, no break-glass: the organisation's reach is already theirs.
    Role.DUTY_OFFICER: frozenset(
        _EVERYONE
        | {
            Act.LOG_SIGNAL,
            Act.READ_SIGNALS,
            Act.READ_CASE,
            Act.SEARCH_CASES,
            Act.WRITE_NOTE,
            Act.SOUND_ALERT,
            Act.ANSWER_ALERT,
            Act.KEEP_PACK,  # at night the pack may still have to be filled in
            Act.LOG_POLICE_CONTACT,
            Act.WORK_ON_ACTIONS,
            Act.SEE_COVERAGE,  # whom one can count on tonight, and when one stands alone
            Act.ASK_ACCESS,  # at night nobody else can find out whom to call about a young person
        }
    ),
    # Members and rosters; no content, not even that a case exists. Signs for the organisation: nobody
    # signs for another, the platform's keeper included.
    Role.ORGANISATION_ADMIN: frozenset(
        _EVERYONE
        | {
            Act.MANAGE_MEMBERS,
            Act.MANAGE_ROSTER,
            Act.SEE_COVERAGE,
            Act.RUN_DRILL,  # of their own organisation
            Act.SEE_ORGANISATIONS,
            Act.SIGN_COVENANT,
            Act.KEEP_KEY,  # a public key; what is sealed with it never comes by them here
            Act.LOG_RIGHTS,  # only whom the covenant names as the contact for rights; reads nothing of a case
            Act.HOLD_CHECKPOINT,
            Act.SEE_FIGURES,
        }
    ),
    # Reads the ledger and who did what; never the text that was read.
    # Of a destroyed case the certificate is all that there is to see.
    Role.AUDITOR: frozenset(
        _EVERYONE
        | {
            Act.REVIEW_AUDIT,
            Act.HOLD_CHECKPOINT,
            Act.SEE_ORGANISATIONS,
            Act.SEE_DESTRUCTION,
            Act.SEE_FIGURES,
            Act.STOP_EXPORT,
        }
    ),
    # Keeps covenant and organisations; no content.
    Role.PLATFORM_ADMIN: frozenset(
        _EVERYONE
        | {
            Act.MANAGE_COVENANT,
            Act.MANAGE_ROUTES,
            Act.MANAGE_MEMBERS,
            Act.MANAGE_ROSTER,
            Act.SEE_COVERAGE,
            Act.SEE_ORGANISATIONS,
            Act.HOLD_CHECKPOINT,
            Act.STOP_EXPORT,  # a second pair of eyes outside the auditors' own house
        }
    ),
}

#: What comes with a case that somebody coordinates, whatever their role, and on that case alone. It goes with
#: the case: no organisation can take it away, or its own coordinator could never put the case down.
HELD_WITH_CASE: frozenset[Act] = frozenset({Act.ASSIGN_COORDINATOR})

#: These look at, or decide for, every organisation; no organisation hands them out itself.
GIVEN_BY_PLATFORM: frozenset[Role] = frozenset({Role.AUDITOR, Role.PLATFORM_ADMIN})

#: What no organisation can take away: else it could lock itself out or blind who reviews it.
ALWAYS_KEPT: frozenset[tuple[Role, Act]] = frozenset(
    {(role, Act.READ_INBOX) for role in Role}
    | {
        (Role.ORGANISATION_ADMIN, Act.MANAGE_MEMBERS),
        (Role.ORGANISATION_ADMIN, Act.SEE_ORGANISATIONS),
        (Role.AUDITOR, Act.REVIEW_AUDIT),
        (Role.PLATFORM_ADMIN, Act.MANAGE_MEMBERS),
        (Role.PLATFORM_ADMIN, Act.MANAGE_COVENANT),
        (Role.PLATFORM_ADMIN, Act.SEE_ORGANISATIONS),
    }
)


def acts_of(role: Role) -> frozenset[Act]:
    """Give the acts a role may perform at most."""
    return DEFAULT_ACTS[role]
