"""Puts on the copy what a young region may have none of yet: a guest at a meeting, an end, a right used.

Rows as they stand, as in ``scene``; for most of them one that somebody may know of and one that hides itself.
"""

from datetime import date, datetime, timedelta
from uuid import uuid4

from cases.access.models import OrganisationBlock
from cases.aside.models import PutAside, key_of
from cases.asks.models import Ask
from cases.attack import clones
from cases.audit import bulk
from cases.audit.models import LedgerExport
from cases.casefile.models import Case, CaseParticipation
from cases.coordination.models import CoordinationOffer, CoordinatorAssignment
from cases.filters.models import SavedFilter
from cases.handover import handover
from cases.handover.models import CaseHandover
from cases.intake.sheets.models import Sheet
from cases.meetings.models import AgendaItem, AgendaProposal, ItemGuest, Meeting, MeetingInvitation
from cases.missing.models import Drill, DrillCall
from cases.opinions.models import Opinion
from cases.overlap.models import Overlap
from cases.retention.models import DestructionCertificate, DestructionHold, DestructionProposal
from cases.rights.models import AccessReport, Disagreement, RightsRequest, Shielding
from cases.statistics.choices import DEFINITIONS
from cases.statistics.models import BoardReport
from organisations.identity import sealing
from organisations.models import Covenant, CovenantVersion, Membership

WORD = "planted"
#: Roles of people who can join a meeting for one case.
JOINING = ("professional", "contact_point", "care_coordinator", "process_director")


def keep_away(case: Case, people: list[Membership], now: datetime) -> None:
    """Keep every second organisation of a case away; its part in it stays, to see which weighs more."""
    for row in CaseParticipation.objects.filter(case=case).order_by("organisation_id")[::2]:
        clones.insert(OrganisationBlock(case=case, organisation=row.organisation, reason=WORD, since=now))


def ask_around(case: Case, people: list[Membership], now: datetime) -> None:
    """Let something be asked in two parts of a case, its chairs be offered, and the whole be asked as a file.

    Before the case is copied: every copy has them too.
    """
    homes = [row.organisation for row in CaseParticipation.objects.filter(case=case).order_by("pk")[:2]]
    asker = next((row for row in people if row.role == "care_coordinator"), people[0])
    today = now.date()
    for part in ("core", "meldcode"):
        clones.insert(
            Ask(
                case=case,
                compartment=part,
                question=WORD,
                due_on=today + timedelta(days=3),
                asked_at=now,
                asked_by=asker.user,
                from_organisation=homes[0],
                to_organisation=homes[-1],
            )
        )
    clones.insert(Overlap(case=case, pair=uuid4(), found_at=now, due_at=now + timedelta(days=2)))
    _put_aside(case, asker, now)
    _offer(case, asker, now)
    clones.insert(
        CaseHandover(
            case=case,
            recipient=homes[-1],
            reason=WORD,
            asked_at=now - timedelta(days=1),
            asked_by=asker.user,
            organisation=asker.organisation,
            ready_at=now - timedelta(hours=1),
            password=sealing.seal("not a password", purpose=handover.FILE.purpose),
        )
    )


def _put_aside(case: Case, asker: Membership, now: datetime) -> None:
    item = f"adulthood-{case.pk}"
    clones.insert(
        PutAside(
            case=case,
            user=asker.user,
            organisation=asker.organisation,
            work="adulthood",
            item=item,
            key=key_of(asker.user_id, asker.organisation_id, item),
            stamp="",
            reason=WORD,
            put_at=now,
            until=now + timedelta(days=1),
        )
    )


def _offer(case: Case, asker: Membership, now: datetime) -> None:
    if CoordinationOffer.objects.filter(case=case, settled_at=None).exists():
        return
    standing = CoordinatorAssignment.objects.filter(case=case, ended_at=None).get()
    clones.insert(
        CoordinationOffer(
            case=case,
            replaces=standing,
            coordinator=standing.deputy,
            deputy=standing.coordinator,
            reason=WORD,
            introduce=WORD,
            offered_at=now,
            offered_by=asker.user,
            organisation=asker.organisation,
            due_at=now + timedelta(hours=1),
        )
    )


def meet(cases: list[Case], people: list[Membership], now: datetime) -> None:
    """Let a meeting go on about some cases, at which half of the people join for each by name.

    Of the others half were invited and it was taken back.
    """
    chair = next((row for row in people if row.role == "process_director"), people[0])
    meeting = clones.insert(
        Meeting(
            number=f"O-{now.year % 100:02d}-ZQ001",
            title=WORD,
            place=WORD,
            starts_at=now - timedelta(minutes=20),
            ends_at=now + timedelta(hours=1),
            host=chair.organisation,
            chair=chair.user,
            status="running",
        )
    )
    for home in {row.organisation_id: row.organisation for row in people}.values():
        clones.insert(MeetingInvitation(meeting=meeting, organisation=home))
    for order, case in enumerate(cases, start=1):
        item = clones.insert(AgendaItem(meeting=meeting, case=case, order=order, question=WORD))
        _join(item, people, chair, now)


def propose(cases: list[Case], people: list[Membership], now: datetime) -> None:
    """Let cases wait for whoever chairs, as proposals for the agenda; once each."""
    waiting = set(AgendaProposal.objects.filter(state="waiting").values_list("case_id", flat=True))
    for case in (case for case in cases if case.pk not in waiting):
        clones.insert(
            AgendaProposal(
                case=case,
                question=WORD,
                proposed_by=people[0].user,
                organisation=people[0].organisation,
                proposed_at=now,
            )
        )


def exercise(people: list[Membership], now: datetime) -> None:
    """Let a fire drill be over at every organisation, and one keep a filter; neither is of a case.

    Somebody has an opinion about a page as well.
    """
    keeper = people[0]
    clones.insert(
        Opinion(
            number=f"M-{now.year % 100:02d}-ZQ001",
            kind="idea",
            text=WORD,
            role=keeper.role,
            organisation_kind=keeper.organisation.kind,
            given_on=now.date(),
            by=keeper.user,
            organisation=keeper.organisation,
        )
    )
    clones.insert(
        SavedFilter(
            user=keeper.user,
            organisation=keeper.organisation,
            listing="queue",
            name=WORD,
            asked={"by": "case"},
            made_at=now,
        )
    )
    number = f"E-{now.year % 100:02d}-ZQ001"
    drill = clones.insert(Drill(number=number, started_by=people[0].user, started_at=now))
    for home in {row.organisation_id: row.organisation for row in people}.values():
        clones.insert(DrillCall(drill=drill, organisation=home, state="ended"))


def _join(item: AgendaItem, people: list[Membership], chair: Membership, now: datetime) -> None:
    """Invite under the terms of the organisation's part in the case, which is over or not."""
    terms = {row.organisation_id: row for row in CaseParticipation.objects.filter(case=item.case)}
    able = [row for row in people if row.role in JOINING and row.organisation_id in terms]
    for turn, row in enumerate({row.user_id: row for row in able}.values()):
        if turn % 4 == 3:
            continue
        part = terms[row.organisation_id]
        clones.insert(
            ItemGuest(
                item=item,
                user=row.user,
                organisation=row.organisation,
                purpose=part.purpose,
                legal_ground=part.legal_ground,
                compartments="core,meldcode,missing",
                invited_at=now,
                invited_by=chair.user,
                withdrawn_at=now if turn % 4 == 1 else None,
            )
        )


def end(case: Case, people: list[Membership], now: datetime) -> None:
    """Put a closed case to two people, who kept it once before."""
    version = CovenantVersion.objects.filter(status="settled").order_by("-pk").first()
    today = now.date()
    asked = clones.insert(
        DestructionProposal(
            number=f"D-{now.year % 100:02d}-Z{case.pk:04d}"[:12],
            case=case,
            covenant_version=version,
            months=12,
            closed_at=case.closed_at,
            kept_until=today - timedelta(days=1),
            state="waiting",
            announced_at=now,
        )
    )
    clones.insert(
        DestructionHold(
            proposal=asked,
            reason="complaint",
            explanation=WORD,
            until=today - timedelta(days=1),
            at=now - timedelta(days=40),
            by=people[0].user,
            organisation=people[0].organisation,
        )
    )


def certify(people: list[Membership], now: datetime) -> None:
    """Leave the certificate of a case that is gone, agreed by two of two organisations."""
    homes = {row.organisation_id: row for row in people if row.role == "contact_point"}
    first, second = list(homes.values())[:2]
    today = now.date()
    clones.insert(
        DestructionCertificate(
            number=f"D-{now.year % 100:02d}-ZQ001",
            at=now,
            case_id=10**9 + 1,
            case_number="C-20-ZQ001",
            closed_on=today - timedelta(days=2000),
            kept_until=today - timedelta(days=100),
            covenant="Convenant",
            covenant_version=1,
            months=60,
            first_id=first.user_id,
            first_name=first.user.name,
            first_organisation_id=first.organisation_id,
            first_organisation=first.organisation.name,
            first_at=now,
            second_id=second.user_id,
            second_name=second.user.name,
            second_organisation_id=second.organisation_id,
            second_organisation=second.organisation.name,
            counts={"cases.Case": [1, 3]},
        )
    )


def publish(people: list[Membership], now: datetime) -> None:
    """Let a desk have published figures for each table."""
    desk = next((row for row in people if row.role == "care_coordinator"), people[0])
    for table in Covenant.objects.order_by("pk"):
        clones.insert(
            BoardReport(
                covenant=table,
                organisation=desk.organisation,
                year=now.year - 1,
                until=date(now.year, 1, 1),
                definitions=DEFINITIONS,
                figures={"counts": {}, "durations": {}},
                made_at=now,
                made_by=desk.user,
            )
        )


def take_the_ledger(people: list[Membership], now: datetime) -> None:
    """Let an auditor have asked for the ledger as a file: one to be fetched, and one that was stopped."""
    auditor = next((row for row in people if row.role == "auditor"), people[0])
    asked = {
        "recipient": WORD,
        "reason": WORD,
        "since": now.date(),
        "until": now.date(),
        "asked_at": now - timedelta(days=2),
        "asked_by": auditor.user,
        "organisation": auditor.organisation,
        "ready_at": now - timedelta(days=1),
    }
    year = f"{now.year % 100:02d}"
    secret = sealing.seal("not a password", purpose=bulk.FILE.purpose)
    clones.insert(LedgerExport(number=f"X-{year}-ZQ001", password=secret, shown_at=now, **asked))
    stopped = {"stopped_at": now, "stopped_by": auditor.user, "stop_reason": WORD}
    clones.insert(LedgerExport(number=f"X-{year}-ZQ002", **stopped, **asked))


def list_registrations(people: list[Membership], now: datetime) -> None:
    """Let two organisations have sent a file with registrations: a desk, and one that is none."""
    triages = [row for row in people if row.role == "care_coordinator"]
    table = CovenantVersion.objects.filter(status="settled").order_by("-pk").first().covenant
    homes = {row.organisation_id: row for row in triages}.values()
    for turn, row in enumerate(list(homes)[:2]):
        clones.insert(
            Sheet(
                number=f"R-{now.year % 100:02d}-ZQ{turn:03d}",
                organisation=row.organisation,
                covenant=table,
                state="done",
                sent_at=now,
                sent_by=row.user,
                ended_at=now,
                emptied_at=now,
            )
        )


def use_rights(case: Case, people: list[Membership], now: datetime) -> None:
    """Let parents ask, disagree and learn who looked; the contact for rights logged one of the requests."""
    contact = next((row for row in people if row.role == "organisation_admin"), people[0])
    answers = next((row for row in people if row.role == "care_coordinator"), people[0])
    for turn, (part, logs) in enumerate((("core", contact), ("meldcode", contact), ("meldcode", answers))):
        _ask(case, part, logs, turn, now)
    whose = {"organisation": answers.organisation}
    clones.insert(
        Disagreement(
            case=case,
            compartment="meldcode",
            note=case.notes.filter(compartment="meldcode").first(),
            said_by="guardian",
            text=WORD,
            received_on=now.date(),
            written_at=now,
            written_by=answers.user,
            **whose,
        )
    )
    days = {"since": now.date(), "until": now.date(), "made_at": now, "made_by": answers.user}
    clones.insert(AccessReport(case=case, for_whom="guardian", **days, **whose))


def _ask(case: Case, part: str, logs: Membership, turn: int, now: datetime) -> None:
    refused = {"state": "refused", "ground": "others", "explanation": WORD, "ended_at": now}
    clones.insert(
        RightsRequest(
            number=f"B-{now.year % 100:02d}-Z{turn}{case.pk:04d}"[:12],
            case=case,
            kind="rectification",
            asked_by="guardian",
            compartment=part,
            words=WORD,
            delay_reason=WORD,
            received_on=now.date(),
            due_on=now.date() + timedelta(days=30),
            logged_at=now,
            logged_by=logs.user,
            organisation=logs.organisation,
            **({"ended_by": logs.user, **refused} if turn == 2 else {}),
        )
    )


def leave_names_out(case: Case, people: list[Membership], now: datetime) -> None:
    """Leave somebody's name out of the reports of one case, and somebody else's everywhere."""
    workers = [row for row in people if row.role == "professional"]
    shielded = {row.user_id: row for row in workers}.values()
    for row, about in zip(shielded, (case, None), strict=False):
        clones.insert(
            Shielding(
                user=row.user,
                organisation=row.organisation,
                case=about,
                reason=WORD,
                since=now,
                until=now.date() + timedelta(days=30),
                made_by=row.user,
            )
        )
