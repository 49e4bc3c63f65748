"""Everything a person can do here, by name.

An act is what the gate is asked about; a role is only a bundle of acts (``roles.py``).
The value is also the codename of the guardian permission on ``Organisation``.
"""

from enum import StrEnum


class Act(StrEnum):
    """One thing a person may be allowed to do on behalf of an organisation."""

    # Signals
    LOG_SIGNAL = "log_signal"
    READ_SIGNALS = "read_signals"
    TRIAGE_SIGNAL = "triage_signal"
    MANAGE_ROUTES = "manage_routes"
    # The case and who takes part
    READ_CASE = "read_case"
    SEARCH_CASES = "search_cases"
    START_CASE = "start_case"
    ASSIGN_COORDINATOR = "assign_coordinator"
    ADMIT_ORGANISATION = "admit_organisation"
    SHARE_IDENTITY = "share_identity"
    NAME_COLLEAGUE = "name_colleague"
    WRITE_NOTE = "write_note"
    CLOSE_CASE = "close_case"
    WORK_ON_ACTIONS = "work_on_actions"
    BLOCK_CONFLICT = "block_conflict"
    SEAL_CASE = "seal_case"
    ANSWER_RIGHTS = "answer_rights"
    LOG_RIGHTS = "log_rights"
    BREAK_GLASS = "break_glass"
    AGREE_DESTRUCTION = "agree_destruction"
    ASK_ACCESS = "ask_access"
    # Meldcode
    FOLLOW_MELDCODE = "follow_meldcode"
    # Missing
    SOUND_ALERT = "sound_alert"
    ANSWER_ALERT = "answer_alert"
    KEEP_PACK = "keep_pack"
    # Police and forensics
    LOG_POLICE_CONTACT = "log_police_contact"
    KEEP_DIRECTORY = "keep_directory"  # whom to call; nothing of a case
    # Meetings
    CHAIR_MEETING = "chair_meeting"
    ATTEND_MEETING = "attend_meeting"
    # Figures
    SEE_FIGURES = "see_figures"  # of reports for the board; nothing of a case
    # Audit
    REVIEW_AUDIT = "review_audit"
    HOLD_CHECKPOINT = "hold_checkpoint"
    STOP_EXPORT = "stop_export"
    SEE_DESTRUCTION = "see_destruction"
    # Organisations and covenant (no case content)
    MANAGE_MEMBERS = "manage_members"
    MANAGE_ROSTER = "manage_roster"
    SEE_COVERAGE = "see_coverage"
    RUN_DRILL = "run_drill"
    MANAGE_COVENANT = "manage_covenant"
    SIGN_COVENANT = "sign_covenant"
    KEEP_KEY = "keep_key"  # of the own organisation: what is sealed for it opens with that
    SEE_ORGANISATIONS = "see_organisations"
    # Oneself
    READ_INBOX = "read_inbox"


#: Acts that open what is inside a case; a role without reach never holds one.
CONTENT_ACTS: frozenset[Act] = frozenset(
    {
        Act.LOG_SIGNAL,
        Act.READ_SIGNALS,
        Act.TRIAGE_SIGNAL,
        Act.READ_CASE,
        Act.SEARCH_CASES,
        Act.START_CASE,
        Act.ASSIGN_COORDINATOR,
        Act.ADMIT_ORGANISATION,
        Act.SHARE_IDENTITY,
        Act.NAME_COLLEAGUE,
        Act.WRITE_NOTE,
        Act.CLOSE_CASE,
        Act.WORK_ON_ACTIONS,
        Act.BLOCK_CONFLICT,
        Act.SEAL_CASE,
        Act.ANSWER_RIGHTS,
        Act.BREAK_GLASS,
        Act.AGREE_DESTRUCTION,
        Act.ASK_ACCESS,
        Act.FOLLOW_MELDCODE,
        Act.SOUND_ALERT,
        Act.ANSWER_ALERT,
        Act.KEEP_PACK,
        Act.LOG_POLICE_CONTACT,
        Act.CHAIR_MEETING,
        Act.ATTEND_MEETING,
    }
)
