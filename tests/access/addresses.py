"""One of everything, so that every address of the site leads somewhere."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from cases.access import blocks, emergency, existence, gate, request
from cases.access.models import ConflictBlock
from cases.aside.models import key_of
from cases.asks import ask
from cases.audit import bulk, control_case, frontier, review, review_scan, seal
from cases.audit.models import LedgerLine, ReviewItem
from cases.casefile import case as casefile
from cases.casefile import note
from cases.casefile.models import CaseParticipation
from cases.conditions import condition as conditions
from cases.conditions import look
from cases.conditions.rules import Answer, SetBy
from cases.coordination import action, offer
from cases.directory import entry
from cases.filters import kept as kept_filter
from cases.filters.rules import Listing
from cases.forensic import track as forensic
from cases.handover import handover
from cases.intake import desk as desks
from cases.intake import draft, route
from cases.intake import signal as signals
from cases.intake.report import Report
from cases.justice import kept
from cases.justice.told import DateTold, EvidenceTold, RequestTold
from cases.measures import measure
from cases.meetings import agenda, guest, meeting
from cases.meetings import draft as item_draft
from cases.meetings.models import AgendaProposal
from cases.meldcode import track, veilig_thuis
from cases.missing import episode
from cases.missing import links as alert_links
from cases.missing.models import Drill, DrillCall
from cases.network import thing as network
from cases.notifications.models import Delivery
from cases.opinions import opinion
from cases.overlap.models import Overlap
from cases.own_plan import plan
from cases.police import contact
from cases.retention.models import DestructionCertificate, DestructionProposal
from cases.rights import access_report, shielding
from cases.rights import request as rights
from cases.rights.term_rules import Kind
from cases.safe_contact import way
from cases.statistics import report as board
from cases.statistics.rules import periods
from organisations.compartments import Compartment
from organisations.history import write
from organisations.keys import key as sealing_key
from organisations.models import CovenantClause, CovenantParty, DutyOverride, DutyShift
from organisations.reach import channel
from organisations.roles import Role
from organisations.staff import invitation, links, secondment
from tests.cases.audit.reviewing import invented
from tests.cases.intake.sheets.files import csv, looked_at, row
from tests.cases.pack.kept import keep_pack
from tests.cases.police.test_acts import TALK
from tests.cast import CARE, FOUNDER, SAFETY, Region, admit, full_table, member, open_case
from tests.organisations.keys.pairs import PUBLIC


def _ask(region: Region, case: Any) -> int:
    """Let Bram ask the police something."""
    question = ask.Question(region.police, Compartment.CORE, "Who calls?", region.now.date())
    return ask.put(case, actor=region.actor("bram"), question=question, now=region.now).pk


def _overlap(region: Region, case: Any) -> int:
    """Let there be an overlap of which the other side is gone."""
    row = Overlap(case=case, pair=uuid4(), found_at=region.now, due_at=region.now + timedelta(days=2))
    return write(row, actor=FOUNDER, now=region.now).pk


def one_of_everything(region: Region) -> dict[str, Any]:
    """Give what the placeholders in addresses stand for."""
    case = full_table(region)
    now, anna, bram = region.now, region.actor("anna"), region.actor("bram")
    written = note.add(case, actor=anna, compartment=Compartment.CORE, text="Agreed.", now=now)
    reached = way.add(case, actor=anna, way=way.Way("phone", "06 12345678", "unknown"), now=now)
    order = measure.Decided("supervision", now.date(), now.date() + timedelta(days=60))
    decided = measure.add(case, actor=anna, decided=order, now=now)
    plan.put(case, actor=anna, words=plan.Words(agreed="We call on Monday."), version=None, now=now)
    opened = forensic.open_track(case, actor=anna, latest_possible_at=None, now=now)
    consulted = contact.log(case, actor=region.actor("farid"), talk=TALK, now=now)
    followed = track.start(case, actor=bram, profile="education", now=now)
    told = veilig_thuis.report(
        followed,
        actor=bram,
        reported_at=now,
        reference="VT-1",
        family_told="yes",
        family_told_note="",
        now=now,
    )
    owed = action.agree(
        case,
        actor=anna,
        description="Calls the parents",
        owner_organisation=region.desk,
        due_on=now.date() + timedelta(days=3),
        now=now,
    )
    asked = offer.make(case, actor=anna, proposal=offer.Proposal(region.bea, region.bram), now=now)
    keep_pack(region, case)
    missed = episode.raise_alert(
        case,
        actor=region.actor("hugo"),
        report=episode.Report(missing_since=now - timedelta(hours=2)),
        now=now,
    )
    called = missed.calls.get(organisation=region.police)
    seal.seal_next(frontier.settled_id(), now=now)
    return {
        "case": case.number,
        "note": written.pk,
        "contact_way": reached.pk,
        "measure": decided.pk,
        **_condition(region, case),
        "coordination_offer": asked.pk,
        "ask": _ask(region, case),
        "overlap": _overlap(region, case),
        **_network(case, anna=anna, now=now),
        "handover": handover.ask(
            case, actor=anna, recipient=region.institution, reason="Takes it over", now=now
        ).pk,
        "forensic_track": opened.pk,
        **_justice(case, farid=region.actor("farid"), now=now),
        "directory_entry": entry.add(
            actor=anna, table=case.covenant_id, line=entry.Line("avim", "0900-8844"), now=now
        ).pk,
        "police_contact": consulted.pk,
        "track": followed.pk,
        "report": told.pk,
        "action": owed.pk,
        "saved_filter": kept_filter.keep(
            Listing.CASES, {"urgency": "acute"}, kept_filter.Named("Acute"), actor=anna, now=now
        ).pk,
        "opinion": opinion.give(opinion.Said("idea", may_ask=True), actor=bram, now=now).number,
        "put_aside": key_of(region.anna.pk, region.desk.pk, f"action-{owed.pk}"),
        "episode": missed.number,
        "drill": _drill(region),
        "board_report": _board_report(anna, now=now),
        "token": alert_links.path(called, region.farid).strip("/").removeprefix("ack/"),
        "colleague": region.arno.pk,
        "participation": CaseParticipation.objects.get(case=case, organisation=region.school).pk,
        "emergency": _emergency(region, case),
        "block": ConflictBlock.objects.get(case=case).pk,
        "kept_away": blocks.block_organisation(
            case, actor=anna, organisation=region.oversight, reason="auditor", now=now
        ).pk,
        "item": Delivery.objects.filter(channel="inbox", user=region.farid).first().pk,
        "channel": channel.add("06 12345678", actor=bram, now=now).pk,
        "line": LedgerLine.objects.order_by("pk").first().event_id,
        **_questions(region, case),
        "review": _review(region, case),
        **_rights(region, case),
        "control_case": _control_case(region),
        "proposal": _ending(region),
        "export": _export(region),
        **_signal(region),
        **_meeting(region, case),
        **_organisation(region, now),
    }


def _condition(region: Region, case: Any) -> dict[str, int]:
    """Anna wrote down what must hold, and looked herself; Gerda watches it."""
    anna = {"actor": region.actor("anna"), "now": region.now}
    told = conditions.Condition("Nobody else at home", SetBy.VEILIG_THUIS, region.now.date())
    agreed = conditions.Agreed(member(region, "gerda"))
    made = conditions.write_down(case, condition=told, agreed=agreed, **anna)
    seen = look.Seen(Answer.HOLDS, "Called", region.now.date())
    return {"condition": made.pk, "condition_look": look.take(made, seen=seen, **anna).pk}


def _network(case: Any, *, anna: Any, now: datetime) -> dict[str, int]:
    known = network.Known("first_hand", "Seen at the station", now.date())
    part = Compartment.NETWORK
    scooter = network.Thing("vehicle", "Blue scooter", mark="F-123-AB")
    there = network.add(case, actor=anna, what=scooter, known=known, part=part, now=now)
    used = network.Link(None, "uses", there.pk)
    linked = network.add(case, actor=anna, what=used, known=known, part=part, now=now)
    return {"network_thing": there.pk, "network_link": linked.pk}


def _justice(case: Any, *, farid: Any, now: datetime) -> dict[str, int]:
    """A hearing, a question of the police, and a phone that the institution holds."""
    today = now.date()
    told = {
        "court_date": DateTold("hearing", today + timedelta(days=9)),
        "information_request": RequestTold("in", "AVIM", "The file", "police_data_act", today),
        "evidence_note": EvidenceTold("A phone", "Safe", "Hugo", today),
    }
    return {key: kept.add(case, actor=farid, told=what, now=now).pk for key, what in told.items()}


def _board_report(anna: Any, *, now: datetime) -> int:
    """Anna counted last year."""
    (table,) = board.desks(anna, now=now)
    return board.make(board.About(table, periods(now.date())[-1]), actor=anna, now=now).pk


def _drill(region: Region) -> str:
    """The police exercise, long ago."""
    begun = Drill(number="F-26-3RKQA", started_at=region.now - timedelta(days=30))
    write(begun, actor=FOUNDER, now=region.now)
    call = DrillCall(drill=begun, organisation=region.police, state="ended")
    write(call, actor=FOUNDER, now=region.now)
    return begun.number


def _emergency(region: Region, case: Any) -> int:
    """Let Chris break the glass, longer ago than it lasts."""
    earlier = region.now - timedelta(hours=5)
    wanted = emergency.Emergency("danger_now", "Called me", 1, frozenset({Compartment.MISSING}))
    chris = region.actor("chris", now=earlier)
    return emergency.break_glass(case.number, actor=chris, emergency=wanted, now=earlier).pk


def _questions(region: Region, case: Any) -> dict[str, Any]:
    """Chris asks whether a case exists about Noor, and then for access to it."""
    chris = region.actor("chris")
    noor = case.young_person
    check = existence.ask(actor=chris, name=noor.name, birth_date=noor.birth_date, now=region.now)
    wish = request.Wish(CARE[0], CARE[1], frozenset(), "We have her in the house.")
    asked = request.ask_about(check, actor=chris, wish=wish, now=region.now)
    return {"check": check.token, "request": asked.number}


def _rights(region: Region, case: Any) -> dict[str, Any]:
    """Anna made a report about who looked and left Gerda's name out; Joost left out that of Iris."""
    anna, today = region.actor("anna"), region.now.date()
    gate.open_case(region.actor("gerda"), case.number, now=region.now)
    wanted = access_report.Wanted("young_person", today, today)
    until = today + timedelta(days=30)
    left_out = shielding.shield_on_case(
        case, actor=anna, user=region.gerda, reason="Threats", until=until, now=region.now
    )
    asked = rights.Asked(Kind.RECTIFICATION, "young_person", Compartment.CORE, "That is not so.", today)
    everywhere = shielding.shield_colleague(
        member(region, "iris"), actor=region.actor("joost"), reason="Threats", until=until, now=region.now
    )
    return {
        "access_report": access_report.make(case, actor=anna, wanted=wanted, now=region.now).pk,
        "shielding": left_out.pk,
        "right": rights.log(case.number, actor=anna, asked=asked, now=region.now).number,
        "shielded": everywhere.pk,
    }


def _ending(region: Region) -> str:
    """The term of another case has ended; under the same number stands the certificate of a third."""
    case = open_case(region, name="")
    admit(region, case, "veilig_thuis", SAFETY, "core")
    casefile.close(case, actor=region.actor("anna"), reason="Over", now=region.now)
    case.refresh_from_db()
    today = region.now.date()
    asked = DestructionProposal(
        number="D-26-3RKQA",
        case=case,
        covenant_version=region.covenant_version,
        months=60,
        closed_at=case.closed_at,
        kept_until=today - timedelta(days=1),
        state="waiting",
        announced_at=region.now,
    )
    write(asked, actor=FOUNDER, now=region.now)
    DestructionCertificate.objects.create(
        number=asked.number,
        at=region.now,
        case_id=10**9,
        case_number="C-21-3RKQA",
        closed_on=today - timedelta(days=2000),
        kept_until=today - timedelta(days=100),
        covenant="Convenant",
        covenant_version=1,
        months=60,
        first_id=region.anna.pk,
        first_name="Anna",
        first_organisation_id=region.desk.pk,
        first_organisation=region.desk.name,
        first_at=region.now,
        second_id=region.gerda.pk,
        second_name="Gerda",
        second_organisation_id=region.veilig_thuis.pk,
        second_organisation=region.veilig_thuis.name,
        counts={"cases.Case": [1, 3]},
    )
    return asked.number


def _export(region: Region) -> str:
    wish = bulk.Wish(recipient="The data protection officer", reason="A calamity")
    return bulk.ask(actor=region.actor("dina"), wish=wish, now=region.now).number


def _control_case(region: Region) -> int:
    return control_case.place(actor=region.actor("dina"), invented=invented(region), now=region.now).pk


def _review(region: Region, case: Any) -> str:
    """Gerda is asked why she read: her organisation takes part, but she is not named on the case."""
    gate.open_case(region.actor("gerda"), case.number, now=region.now)
    review_scan.scan(now=region.now + timedelta(minutes=2))
    item = ReviewItem.objects.get(person=region.gerda)
    review.ask(item, actor=region.actor("dina"), question="", now=region.now)
    return item.number


def _signal(region: Region) -> dict[str, Any]:
    report = Report(
        observation="Was picked up by car",
        knowledge="first_hand",
        noticed_at=region.now - timedelta(hours=1),
        subject="young_person",
        subject_name="Sam Windvaan",
    )
    logged = signals.log(actor=region.actor("bram"), report=report, desk=region.desk, now=region.now)
    (desk,) = desks.open_to_everybody(now=region.now)
    agreed = route.agree(actor=region.actor("iris"), agreement=route.Agreement(desk), now=region.now)
    typed = {"observation": ["Waited at the gate"]}
    kept = draft.keep(actor=region.actor("bram"), key="0" * 32, values=typed, now=region.now)
    listed = looked_at(region, csv([row(1), row(2, date="")]))
    return {"signal": logged.number, "route": agreed.pk, "draft": kept.pk, "sheet": listed.number}


def _meeting(region: Region, case: Any) -> dict[str, Any]:
    iris = region.actor("iris")
    planning = meeting.Planning(
        title="Table",
        starts_at=region.now + timedelta(days=2),
        organisations=tuple(region.organisations.values()),
    )
    planned = meeting.plan(actor=iris, planning=planning, now=region.now)
    item = agenda.add(planned, actor=iris, case=case, question="Who calls?", now=region.now)
    opened = guest.Opened(*CARE, frozenset())
    joins = guest.invite(
        item, actor=region.actor("anna"), guest=member(region, "chris"), opened=opened, now=region.now
    )
    proposed = AgendaProposal(
        case=case,
        question="What now?",
        proposed_by=region.anna,
        organisation=region.desk,
        proposed_at=region.now,
    )
    write(proposed, actor=FOUNDER, now=region.now)
    typed = {"text": ["Half a sentence"]}
    kept = item_draft.keep(item, actor=iris, form="discussed", key="0" * 32, values=typed, now=region.now)
    return {
        "meeting": planned.number,
        "item_draft": kept.pk,
        "agenda_item": item.pk,
        "guest": joins.pk,
        "agenda_proposal": proposed.pk,
    }


def _organisation(region: Region, now: datetime) -> dict[str, Any]:
    away = DutyOverride(
        organisation=region.police, user=region.farid, starts_at=now, ends_at=now + timedelta(hours=8)
    )
    write(away, actor=FOUNDER, now=now)
    asked = invitation.Asked("nieuw@school.example", "Nieuwe Docent", Role.PROFESSIONAL)
    invited = invitation.send(actor=FOUNDER, organisation=region.school, asked=asked, now=now)
    period = secondment.Period(region.police, now, now + timedelta(days=30))
    lent = secondment.offer(member(region, "bram"), actor=FOUNDER, period=period, now=now)
    shift = DutyShift.objects.filter(organisation=region.police, starts=time(0, 0)).first()
    return {
        "organisation": region.school.pk,
        "desk": region.desk.pk,
        "member": member(region, "bea").pk,
        "sealing_key": sealing_key.register(actor=region.actor("bea"), public_key=PUBLIC, now=now).pk,
        "invitation": invited.pk,
        "ticket": links.path(invited).strip("/").removeprefix("invitation/"),
        "secondment": lent.pk,
        "covenant": region.covenant_version.pk,
        "agreement": region.covenant_version.covenant_id,
        "party": CovenantParty.objects.get(organisation=region.school).pk,
        "clause": CovenantClause.objects.filter(organisation_kind="school").first().pk,
        "shift": shift.pk,
        "override": away.pk,
    }
