"""The acts that came later write a name wherever they can, and none of it is in the ledger.

What people typed lies in the tables of the slice and their history; the ledger has references and codes.
Named here are young people and strangers: professionals stand in the ledger by name, that is its purpose.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from cases.access import answer, blocks, emergency, existence, look_back, request, sealing
from cases.access.models import AccessRequest, EmergencyReview
from cases.audit import bulk, control_case, frontier, review, seal
from cases.audit.models import LedgerExport, LedgerLine, ReviewQuestion, ReviewVerdict
from cases.audit.review import Judgement
from cases.audit.review_rules import Verdict
from cases.casefile import consult, participation
from cases.casefile.models import Case, CaseParticipation
from cases.notifications.models import Delivery, Notification
from cases.rights import request as rights
from cases.rights.models import RightsRequest
from cases.rights.term_rules import Kind, State
from organisations import drafting
from organisations.compartments import Compartment
from organisations.models import CovenantWording
from organisations.roles import Role
from organisations.staff import invitation
from organisations.staff.models import Invitation
from tests.access.test_no_names_outside import MARKS, NAME, TELLS_MORE
from tests.cases.audit.reviewing import invented, piet_reads, second_auditor
from tests.cast import CARE, SAFETY, Region, admit, full_table, member

MAIL = "zwaluwstaart@wolkenkrabbertaal.example"


def emergencies(region: Region, case: Case) -> None:
    """Chris breaks the glass; both sides look back."""
    wanted = emergency.Emergency("danger_now", TELLS_MORE, 1, frozenset({Compartment.MISSING}))
    opened = emergency.break_glass(case.number, actor=region.actor("chris"), emergency=wanted, now=region.now)
    emergency.give_back(opened, actor=region.actor("chris"), now=region.now)
    verdict = {"verdict": "needed", "words": TELLS_MORE, "now": region.now}
    look_back.judge_case(opened, actor=region.actor("anna"), **verdict)
    look_back.judge_audit(opened, actor=region.actor("dina"), **verdict)
    assert EmergencyReview.objects.filter(words=TELLS_MORE).count() == 2


def questions_and_requests(region: Region, case: Case) -> None:
    """Chris asks by name, asks for access twice, and is refused and let in."""
    chris, anna = region.actor("chris"), region.actor("anna")
    wish = request.Wish(CARE[0], CARE[1], frozenset(), TELLS_MORE)
    for answered in ("refused", "granted"):
        born = case.young_person.birth_date
        check = existence.ask(actor=chris, name=NAME, birth_date=born, now=region.now)
        asked = request.ask_about(check, actor=chris, wish=wish, now=region.now)
        if answered == "refused":
            answer.refuse(asked, actor=anna, answer=TELLS_MORE, now=region.now)
        else:
            given = {"compartments": frozenset({Compartment.CORE}), "until": None, "answer": TELLS_MORE}
            answer.grant(asked, actor=anna, now=region.now, **given)
    assert AccessRequest.objects.filter(answer=TELLS_MORE).count() == 2


def shutting_out(region: Region, case: Case) -> None:
    """Anna seals, blocks and ends, and says each time why."""
    anna, now = region.actor("anna"), region.now
    sealing.seal(case, actor=anna, reason=TELLS_MORE, keep=[member(region, "bram")], now=now)
    sealing.unseal(case, actor=anna, reason=TELLS_MORE, now=now)
    blocks.block(case, actor=anna, user=region.gerda, reason=TELLS_MORE, now=now)
    part = CaseParticipation.objects.get(case=case, organisation=region.school)
    participation.end(part, actor=anna, reason=TELLS_MORE, now=now)


def reviews(region: Region, case: Case) -> None:
    """Dina asks Piet, who explains; she judges, Dirk looks again; and a control case gets a name."""
    second_auditor(region)
    dina, dirk, piet, now = (*(region.actor(name) for name in ("dina", "dirk", "piet")), region.now)
    item = piet_reads(region, case)
    review.ask(item, actor=dina, question=TELLS_MORE, now=now)
    review.answer(item, actor=piet, text=TELLS_MORE, now=now)
    day = now.date() + timedelta(days=7)
    judgement = Judgement(Verdict.NEEDS_FOLLOW_UP, TELLS_MORE, TELLS_MORE, day)
    review.judge(item, actor=dina, judgement=judgement, now=now)
    review.look_again(item, actor=dirk, agrees=True, explanation=TELLS_MORE, now=now)
    review.finish(item, actor=dina, outcome=TELLS_MORE, now=now)
    pretended = invented(region, name=NAME, explanation=TELLS_MORE, close_reason=TELLS_MORE)
    control_case.end(control_case.place(actor=dina, invented=pretended, now=now), actor=dina, now=now)
    assert ReviewQuestion.objects.get().answer == TELLS_MORE
    assert ReviewVerdict.objects.filter(explanation=TELLS_MORE).count() == 2


def covenant(region: Region, case: Case) -> None:
    """Joost writes a purpose and a controller into a draft."""
    joost, now = region.actor("joost"), region.now
    draft = drafting.begin(region.covenant_version.covenant, actor=joost, now=now)
    standing = {
        kind: dict(draft.wordings.filter(kind=kind).values_list("code", "text"))
        for kind in draft.wordings.values_list("kind", flat=True).distinct()
    }
    for texts in standing.values():
        texts[next(iter(texts))] = TELLS_MORE
    purposes, grounds = standing["purpose"], standing["ground"]
    drafting.word(
        draft,
        actor=joost,
        wordings=drafting.Wordings(summary=TELLS_MORE, purposes=purposes, grounds=grounds),
        edit=None,
        now=now,
    )
    who = drafting.Responsibility(NAME, MAIL, 180, {})
    drafting.hold_responsible(draft, actor=joost, who=who, edit=None, now=now)
    assert CovenantWording.objects.filter(text=TELLS_MORE).exists()


def members(region: Region, case: Case) -> None:
    """Somebody who does not work here yet is invited, again, and not after all."""
    joost, now = region.actor("joost"), region.now
    asked = invitation.Asked(MAIL, NAME, Role.PROFESSIONAL)
    sent = invitation.send(actor=joost, organisation=region.school, asked=asked, now=now)
    later = now + timedelta(hours=2)
    invitation.send_again(sent, actor=joost, now=later)
    invitation.withdraw(sent, actor=joost, now=later)
    assert Invitation.objects.get().name == NAME


def the_name_later(region: Region, case: Case) -> None:
    """Jeugdhulp De Overkant thinks along without the name, hears it, and hears why."""
    admit(region, case, "elsewhere", SAFETY, "core")
    part = CaseParticipation.objects.get(case=case, organisation=region.elsewhere)
    sharing = consult.Sharing(*SAFETY, TELLS_MORE)
    consult.share_identity(part, actor=region.actor("anna"), sharing=sharing, now=region.now)
    assert CaseParticipation.objects.filter(identity_reason=TELLS_MORE).exists()


def rights_desk(region: Region, case: Case) -> None:
    """Her mother asks what is kept; Anna takes more time and gives it in part."""
    anna, now = region.actor("anna"), region.now
    wanted = rights.Asked(Kind.ACCESS, "guardian", Compartment.CORE, TELLS_MORE, now.date())
    made = rights.log(case.number, actor=anna, asked=wanted, now=now)
    rights.extend(made, actor=anna, reason=TELLS_MORE, version=None, now=now)
    decision = rights.Decision(to=State.GRANTED, explanation=TELLS_MORE)
    rights.decide(made, actor=anna, decision=decision, version=None, now=now)
    assert RightsRequest.objects.get().explanation == TELLS_MORE


def the_ledger_as_a_file(region: Region, case: Case) -> None:
    """Dina declares for whom the file is and why, and stops it again."""
    seal.seal_next(frontier.settled_id(), now=region.now)
    dina = region.actor("dina")
    asked = bulk.ask(actor=dina, wish=bulk.Wish(recipient=NAME, reason=TELLS_MORE), now=region.now)
    bulk.stop(asked, actor=dina, reason=TELLS_MORE, now=region.now)
    assert LedgerExport.objects.get().stop_reason == TELLS_MORE


STORIES = (
    emergencies,
    questions_and_requests,
    shutting_out,
    reviews,
    covenant,
    members,
    the_name_later,
    rights_desk,
    the_ledger_as_a_file,
)


@pytest.mark.parametrize("story", STORIES)
def test_no_name_and_no_word_is_in_the_ledger(region: Region, story: Callable[[Region, Case], None]) -> None:
    case = full_table(region, name=NAME)
    before = LedgerLine.objects.count()
    story(region, case)
    assert LedgerLine.objects.count() > before + 1
    rows: list[Any] = [
        row for model in (LedgerLine, Notification, Delivery) for row in model.objects.values()
    ]
    texts = [json.dumps(row, cls=DjangoJSONEncoder) for row in rows]
    found = {(mark, text) for text in texts for mark in (*MARKS, MAIL) if mark.lower() in text.lower()}
    assert found == set()
