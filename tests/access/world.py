"""A few cases that differ in everything access depends on, and the twists that close doors again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from cases.access import blocks, emergency, sealing
from cases.access.block_rules import BlockKind
from cases.casefile import consult, participation
from cases.casefile.models import Case
from cases.meetings import agenda, guest, meeting
from cases.meetings.models import AgendaItem
from organisations import covenant, membership
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import CovenantClause, CovenantParty
from tests.cast import CARE, FOUNDER, PROCESS, SAFETY, Region, admit, full_table, member, open_case

#: All that the covenant lets a school or an institution have.
EVERYTHING = frozenset(Compartment(part) for part in ("core", "identity", "signals", "meldcode", "missing"))
JUST_MISSING = frozenset({Compartment.MISSING})


def made(region: Region) -> dict[str, Case]:
    """Make the cases, each named after what is particular about it."""
    return {
        "the whole table": full_table(region),
        "the desk alone": open_case(region, name="", birth_date=None),
        "the school from tomorrow": _with_period(region, starts=1, ends=None),
        "the school until yesterday": _with_period(region, starts=-6, ends=-1),
        "the school until tomorrow": _with_period(region, starts=-6, ends=1),
        "the school taken off": _taken_off(region),
        "Bram named and blocked": _named_and_blocked(region),
        "Bram named and stepped back": _stepped_back(region),
        "about Farid, who was named": _about_farid(region),
        "the school kept away": _school_kept_away(region),
        "the institution elsewhere kept away, with an emergency of Chris": _elsewhere_kept_away(region),
        "Chris by emergency": _by_emergency(region, "chris", hours_ago=1),
        "Chris by emergency, over": _by_emergency(region, "chris", hours_ago=5),
        "Bram by emergency beside the others": _not_named(region),
        "Chris in a meeting that is about to start": _in_meeting(region, starts=30),
        "Chris in a meeting that just ended": _in_meeting(region, starts=-149),
        "Chris in a meeting that starts in a while": _in_meeting(region, starts=31),
        "Chris in a meeting that is over": _in_meeting(region, starts=-150),
        "Chris in a meeting that took it off": _off_the_agenda(region),
        "Chris in a meeting that was called off": _called_off(region),
        "sealed, with Chris in a meeting": _sealed_in_meeting(region),
        "Chris in a meeting, kept away": _kept_away_in_meeting(region),
        "on terms without a clause for signals": _narrow(region),
        "the institution told the name on a ground of its own": _told(region),
        "sealed, with Bram and Farid named": _sealed(region, "bram", "farid"),
        "sealed, for the desk alone": _sealed(region),
        "sealed, with an emergency of Chris from before": _sealed_over(region, "chris"),
        "sealed, with an emergency of Bram who is named": _sealed_over(region, "bram", "bram"),
        "sealed and unsealed": _unsealed(region),
    }


def _with_period(region: Region, *, starts: int, ends: int | None) -> Case:
    case = open_case(region)
    earlier = region.now - timedelta(days=6)
    terms = participation.Terms(
        purpose=CARE[0],
        legal_ground=CARE[1],
        compartments=frozenset({Compartment.CORE, Compartment.SIGNALS}),
        starts_at=earlier,
    )
    part = participation.admit(
        case, actor=region.actor("anna"), organisation=region.school, terms=terms, now=earlier
    )
    participation.name_colleague(case, actor=region.actor("bea"), user=region.bram, now=earlier)
    moved = replace(
        terms,
        starts_at=region.now + timedelta(days=starts),
        ends_at=None if ends is None else region.now + timedelta(days=ends),
    )
    participation.change(part, actor=region.actor("anna"), terms=moved, now=earlier)
    return case


def _taken_off(region: Region) -> Case:
    case = open_case(region)
    part = admit(region, case, "school", CARE, "core identity")
    earlier = region.now - timedelta(days=3)
    participation.name_colleague(case, actor=region.actor("bea"), user=region.bram, now=earlier)
    participation.end(part, actor=region.actor("anna"), reason="moved away", now=earlier)
    return case


def _named_and_blocked(region: Region) -> Case:
    case = open_case(region)
    admit(region, case, "school", CARE, "core identity")
    earlier = region.now - timedelta(days=3)
    participation.name_colleague(case, actor=region.actor("bea"), user=region.bram, now=earlier)
    blocks.block(case, actor=region.actor("anna"), user=region.bram, reason="uncle", now=earlier)
    return case


def _stepped_back(region: Region) -> Case:
    case = full_table(region)
    earlier = region.now - timedelta(days=1)
    blocks.declare(case, actor=region.actor("bram"), now=earlier)
    return case


def _about_farid(region: Region) -> Case:
    case = full_table(region)
    blocks.block(
        case,
        actor=region.actor("anna"),
        user=region.farid,
        reason="",
        kind=BlockKind.SUBJECT,
        now=region.now - timedelta(days=1),
    )
    return case


def _school_kept_away(region: Region) -> Case:
    case = full_table(region)
    blocks.block_organisation(
        case,
        actor=region.actor("anna"),
        organisation=region.school,
        reason="the mother teaches there",
        now=region.now - timedelta(days=1),
    )
    return case


def _elsewhere_kept_away(region: Region) -> Case:
    case = _by_emergency(region, "chris", hours_ago=1)
    blocks.block_organisation(
        case, actor=region.actor("anna"), organisation=region.elsewhere, reason="father", now=region.now
    )
    return case


def _by_emergency(region: Region, key: str, *, hours_ago: int) -> Case:
    case = open_case(region)
    wanted = emergency.Emergency(
        reason="danger_now", explanation="Calls from a station", hours=4, parts=EVERYTHING
    )
    earlier = region.now - timedelta(hours=hours_ago)
    emergency.break_glass(case.number, actor=region.actor(key, now=earlier), emergency=wanted, now=earlier)
    return case


def _not_named(region: Region) -> Case:
    """The school is admitted, Bram is not named, so he opens it by emergency."""
    case = open_case(region)
    admit(region, case, "school", CARE, "core")
    wanted = emergency.Emergency(
        reason="missing_now", explanation="Did not come home", hours=4, parts=JUST_MISSING
    )
    emergency.break_glass(case.number, actor=region.actor("bram"), emergency=wanted, now=region.now)
    return case


def _in_meeting(region: Region, *, starts: int) -> Case:
    """Chris joins for a case in a meeting of two hours that starts in so many minutes."""
    return _joined(region, starts).case


def _joined(region: Region, starts: int = 0) -> AgendaItem:
    case = open_case(region)
    earlier = region.now - timedelta(days=2)
    admit(region, case, "table", PROCESS, "core")
    planning = meeting.Planning(
        title="Table",
        starts_at=region.now + timedelta(minutes=starts),
        organisations=(region.elsewhere, region.desk),
    )
    iris = region.actor("iris")
    planned = meeting.plan(actor=iris, planning=planning, now=earlier)
    item = agenda.add(planned, actor=iris, case=case, question="Who can help?", now=earlier)
    opened = guest.Opened(*CARE, frozenset({Compartment.MISSING}))
    guest.invite(item, actor=region.actor("anna"), guest=member(region, "chris"), opened=opened, now=earlier)
    return item


def _off_the_agenda(region: Region) -> Case:
    item = _joined(region)
    agenda.take_off(item, actor=region.actor("iris"), now=region.now)
    return item.case


def _called_off(region: Region) -> Case:
    item = _joined(region)
    meeting.move(
        item.meeting, actor=region.actor("iris"), to="cancelled", reason="Snow", version=None, now=region.now
    )
    return item.case


def _sealed_in_meeting(region: Region) -> Case:
    item = _joined(region)
    sealing.seal(item.case, actor=region.actor("anna"), reason="Threats", keep=[], now=region.now)
    return item.case


def _kept_away_in_meeting(region: Region) -> Case:
    item = _joined(region)
    blocks.block(item.case, actor=region.actor("anna"), user=region.chris, reason="uncle", now=region.now)
    return item.case


def _narrow(region: Region) -> Case:
    case = open_case(region)
    admit(region, case, "institution", SAFETY, "core identity missing")
    return case


def _told(region: Region) -> Case:
    case = open_case(region)
    part = admit(region, case, "institution", CARE, "core missing")
    sharing = consult.Sharing(*SAFETY, reason="She may come to stay")
    consult.share_identity(
        part, actor=region.actor("anna"), sharing=sharing, now=region.now - timedelta(days=2)
    )
    return case


def _sealed(region: Region, *keep: str) -> Case:
    case = full_table(region)
    sealing.seal(
        case,
        actor=region.actor("anna"),
        reason="A brother works at the table",
        keep=[member(region, key) for key in keep],
        now=region.now - timedelta(days=1),
    )
    return case


def _sealed_over(region: Region, key: str, *keep: str) -> Case:
    """An emergency of an hour ago, for whom nothing was open, or not all; then the seal."""
    case = open_case(region)
    if keep:
        admit(region, case, "school", CARE, "core")
    wanted = emergency.Emergency(
        reason="danger_now", explanation="Calls from a station", hours=4, parts=EVERYTHING
    )
    earlier = region.now - timedelta(hours=1)
    emergency.break_glass(case.number, actor=region.actor(key, now=earlier), emergency=wanted, now=earlier)
    sealing.seal(
        case,
        actor=region.actor("anna"),
        reason="Threats",
        keep=[member(region, name) for name in keep],
        now=earlier,
    )
    return case


def _unsealed(region: Region) -> Case:
    case = _sealed(region, "bram")
    sealing.unseal(case, actor=region.actor("arno"), reason="The brother left", now=region.now)
    return case


def _withdraw_core_of(kind: str) -> Callable[[Region], None]:
    def twist(region: Region) -> None:
        clause = CovenantClause.objects.filter(organisation_kind=kind, compartment="core").first()
        covenant.withdraw_clause(clause, actor=FOUNDER, on=region.now.date(), now=region.now)

    return twist


def _withdraw_names_for_safety(region: Region) -> None:
    clause = CovenantClause.objects.get(
        organisation_kind="youth_care", compartment="identity", purpose="safety"
    )
    covenant.withdraw_clause(clause, actor=FOUNDER, on=region.now.date(), now=region.now)


def _exit(key: str) -> Callable[[Region], None]:
    def twist(region: Region) -> None:
        party = CovenantParty.objects.get(organisation=region.organisations[key])
        covenant.withdraw(party, actor=FOUNDER, on=region.now.date(), now=region.now)

    return twist


def _lapse(region: Region) -> None:
    version = region.covenant_version
    version.valid_until = region.now.date() - timedelta(days=1)
    write(version, actor=FOUNDER, now=region.now)


def _leave(region: Region) -> None:
    membership.end(member(region, "bea"), actor=FOUNDER, now=region.now)


def _disable(region: Region) -> None:
    region.farid.is_active = False
    region.farid.save()


def _raise(region: Region) -> None:
    for user in region.people.values():
        user.is_superuser = True
        user.save()


TWISTS: dict[str, Callable[[Region], None]] = {
    "as it is": lambda region: None,
    "the police's clause is withdrawn": _withdraw_core_of("police"),
    "names for safety are withdrawn": _withdraw_names_for_safety,
    "the school leaves the covenant": _exit("school"),
    "the covenant has lapsed": _lapse,
    "Bea no longer works there": _leave,
    "Farid's account is disabled": _disable,
    "everybody is a superuser": _raise,
}
