"""Who may do or see what: the one place where that is decided. PURE.

The gate gathers plain facts; ``decide`` answers in a fixed order and says why. The object
check, every list, and the "why can I see this" page all rest on the same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.roles import HELD_WITH_CASE, Reach


class Refusal(StrEnum):
    """Why not, in the order in which it is asked."""

    NOT_A_MEMBER = "not_a_member"
    CONFLICT_BLOCK = "conflict_block"
    NO_COVENANT = "no_covenant"
    ACT_NOT_IN_ROLE = "act_not_in_role"
    NOT_ADMITTED = "not_admitted"
    COMPARTMENT_CLOSED = "compartment_closed"
    NOT_NAMED = "not_named"


class Missing(StrEnum):
    """A ground that an insider of a case lacks for one act in one part of it."""

    ROLE = "role"
    ADMISSION = "admission"
    CLAUSE = "clause"


class Way(StrEnum):
    """By which way access came about."""

    NAMED = "named"
    ORGANISATION = "organisation"
    EMERGENCY = "emergency"
    MEETING = "meeting"


#: What somebody can do with a case that only a meeting opens: hear and read, not write.
MEETING_ACTS = frozenset({Act.READ_CASE, Act.ATTEND_MEETING})
#: What somebody can do with a case that only broken glass opens: help now, and decide nothing about the case
#: itself. Who may let organisations in would let their own in, and stay after the four hours.
EMERGENCY_ACTS = frozenset(
    {
        Act.READ_CASE,
        Act.SEARCH_CASES,
        Act.LOG_SIGNAL,
        Act.READ_SIGNALS,
        Act.WRITE_NOTE,
        Act.WORK_ON_ACTIONS,
        Act.FOLLOW_MELDCODE,
        Act.SOUND_ALERT,
        Act.ANSWER_ALERT,
        Act.KEEP_PACK,
        Act.LOG_POLICE_CONTACT,
        Act.ATTEND_MEETING,
        Act.ASK_ACCESS,
        Act.BREAK_GLASS,
    }
)
#: Refusals after which the person may know that the case exists; all others look like "not found".
INSIDER_REFUSALS = frozenset({Refusal.COMPARTMENT_CLOSED, Refusal.ACT_NOT_IN_ROLE})


@dataclass(frozen=True, slots=True)
class Admission:
    """What a participation in force opens for an organisation.

    ``identity``: purpose and legal ground on which the name was shared by a decision of its own, if so.
    """

    compartments: frozenset[Compartment]
    purpose: str
    legal_ground: str
    identity: tuple[str, str] | None = None

    def terms(self, compartment: Compartment) -> tuple[str, str]:
        """Give purpose and legal ground on which a compartment is open."""
        if compartment is Compartment.IDENTITY and self.identity is not None:
            return self.identity
        return self.purpose, self.legal_ground


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything ``decide`` needs to know, gathered by the gate.

    ``ceiling``: per compartment the (purpose, legal ground) pairs that a clause in force
    allows this organisation. ``admission``: its participation in this case now, if any.
    ``is_sealed``: the case exists for the people named on it, and for nobody else. ``emergency``: the
    parts that were asked for when the glass was broken, as long as that lasts; empty without. ``meeting``:
    what a meeting that goes on opens for this person by name, if any. ``holds_case``: this person
    coordinates the case now, for this organisation.
    """

    is_member: bool
    act: Act
    acts: frozenset[Act]
    reach: Reach
    compartment: Compartment
    ceiling: dict[Compartment, frozenset[tuple[str, str]]]
    admission: Admission | None
    is_blocked: bool
    is_named: bool
    is_sealed: bool
    emergency: frozenset[Compartment]
    meeting: Admission | None = None
    holds_case: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, with its grounds."""

    way: Way | None
    refusal: Refusal | None
    conceal: bool = False

    @property
    def allowed(self) -> bool:
        """Tell whether the door opens."""
        return self.refusal is None


def decide(facts: Facts) -> Verdict:
    """Answer one question of access (conflict, covenant, role, admission, named, meeting, emergency)."""
    if not facts.is_member:
        return _refused(Refusal.NOT_A_MEMBER, facts)
    if facts.is_blocked:
        return _refused(Refusal.CONFLICT_BLOCK, facts)
    if not facts.ceiling.get(Compartment.CORE):
        return _refused(Refusal.NO_COVENANT, facts)
    if not _holds_act(facts) or facts.reach is Reach.NONE:
        return _refused(Refusal.ACT_NOT_IN_ROLE, facts)
    if facts.admission is None or not _opens(facts, Compartment.CORE):
        return _otherwise(Refusal.NOT_ADMITTED, facts)
    if _must_be_named(facts) and not facts.is_named:
        return _otherwise(Refusal.NOT_NAMED, facts)
    if not _opens(facts, facts.compartment):
        return _otherwise(Refusal.COMPARTMENT_CLOSED, facts)
    return Verdict(way=Way.NAMED if facts.is_named else Way.ORGANISATION, refusal=None)


def readable(facts: Facts) -> frozenset[Compartment]:
    """Give every compartment that ``decide`` would open for the same person and act."""
    return frozenset(c for c in Compartment if decide(_with(facts, c)).allowed)


def missing(facts: Facts) -> tuple[Missing, ...]:
    """Name every ground that is missing, for whoever may know that the case exists; else nothing."""
    verdict = decide(facts)
    if verdict.allowed or verdict.conceal or facts.admission is None:
        return ()
    found = [] if _holds_act(facts) else [Missing.ROLE]
    if facts.compartment not in facts.admission.compartments:
        found.append(Missing.ADMISSION)
    if facts.admission.terms(facts.compartment) not in facts.ceiling.get(facts.compartment, frozenset()):
        found.append(Missing.CLAUSE)
    return tuple(found)


def opens_in_meeting(
    seat: Admission, compartment: Compartment, ceiling: Mapping[Compartment, frozenset[tuple[str, str]]]
) -> bool:
    """Tell whether a seat at a meeting *and* clauses in force open core and a compartment."""
    return all(
        part in seat.compartments and seat.terms(part) in ceiling.get(part, frozenset())
        for part in {Compartment.CORE, compartment}
    )


def _holds_act(facts: Facts) -> bool:
    """Tell whether the act is in the role, or comes with the case that this person coordinates.

    Who may read no case at all (their introduction waits, their role sees none) holds nothing with one.
    """
    if facts.act in facts.acts:
        return True
    return facts.holds_case and facts.act in HELD_WITH_CASE and Act.READ_CASE in facts.acts


def _opens(facts: Facts, compartment: Compartment) -> bool:
    """Tell whether admission *and* a clause in force both open the compartment."""
    admission = facts.admission
    if admission is None or compartment not in admission.compartments:
        return False
    return admission.terms(compartment) in facts.ceiling.get(compartment, frozenset())


def _opens_in_meeting(facts: Facts) -> bool:
    """Tell whether a meeting opens the compartment: under the same ceiling, and never a sealed case."""
    seat = facts.meeting
    if seat is None or facts.is_sealed or facts.act not in MEETING_ACTS:
        return False
    return opens_in_meeting(seat, facts.compartment, facts.ceiling)


def _opens_in_emergency(facts: Facts) -> bool:
    """Tell whether broken glass opens the compartment for this act: a sealed case only to who knows of it."""
    may_know = not facts.is_sealed or (facts.is_named and _opens(facts, Compartment.CORE))
    if not may_know or facts.act not in EMERGENCY_ACTS:
        return False
    return facts.compartment in facts.emergency and bool(facts.ceiling.get(facts.compartment))


def _must_be_named(facts: Facts) -> bool:
    """A sealed case is out of reach of a whole organisation: everybody needs to be named on it."""
    return facts.reach is Reach.NAMED or facts.is_sealed


def _otherwise(refusal: Refusal, facts: Facts) -> Verdict:
    """Let a meeting or an emergency open what is closed, but never tell that a sealed case exists."""
    if _opens_in_meeting(facts):
        return Verdict(way=Way.MEETING, refusal=None)
    if _opens_in_emergency(facts):
        return Verdict(way=Way.EMERGENCY, refusal=None)
    return _refused(refusal, facts)


def _refused(refusal: Refusal, facts: Facts) -> Verdict:
    """Refuse; whoever may not even know that the case exists gets the answer of "not found"."""
    return Verdict(way=None, refusal=refusal, conceal=not _is_insider(refusal, facts))


def _is_insider(refusal: Refusal, facts: Facts) -> bool:
    if refusal not in INSIDER_REFUSALS or facts.is_blocked or facts.reach is Reach.NONE:
        return False
    named_enough = facts.is_named or not _must_be_named(facts)
    return _opens(facts, Compartment.CORE) and named_enough and Act.READ_CASE in facts.acts


def _with(facts: Facts, compartment: Compartment) -> Facts:
    return replace(facts, compartment=compartment)
