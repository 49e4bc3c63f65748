"""Write down what was asked and answered about a registration at CoMensha."""

from datetime import date, datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import ages
from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.registration.models import RegistrationAnswer
from cases.registration.rules import Answer, AnswerRefused, Fault, Said, check
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

IDENTITY = Compartment.IDENTITY
#: fault -> the field it is about, and the sentence
SENTENCES: dict[Fault, tuple[str, Promise]] = {
    Fault.IN_FUTURE: ("answered_on", _("This day still has to come. Write down what was answered.")),
    Fault.NOTHING_TO_WITHDRAW: ("answer", _("Nobody agreed yet, so there is nothing to take back.")),
    Fault.STANDS_ALREADY: ("answer", _("This is what stands there already.")),
    Fault.WHERE_IS_IT: ("kept_at", _("Write down where the signed form lies.")),
    Fault.TOO_YOUNG: ("signer", _("The young person was under 16 on that day: parents or guardian sign.")),
    Fault.OLD_ENOUGH: ("signer", _("The young person was 16 or older on that day, and signs alone.")),
}


def answer(case: Case, *, actor: Actor, said: Said, remark: str = "", now: datetime) -> RegistrationAnswer:
    """Write down an answer; the one before it stays readable.

    Raises:
        AccessDenied: the actor may not write about who the case is about.
        StateConflictError: the case is closed, or the answer can't be (rules.check).
    """
    gate.require(actor, Act.WRITE_NOTE, on=case, compartment=IDENTITY, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("young_person").get(pk=case.pk)
        casefile.check_open(case)
        _check(case, said, now=now)
        made = RegistrationAnswer(
            case=case,
            answer=said.answer.value,
            signer=said.signer.value,
            answered_on=said.on,
            kept_at=said.kept_at.strip(),
            remark=remark.strip(),
            at=now,
            by=actor.user,
            organisation=actor.organisation,
        )
        write(made, actor=actor, now=now, reason=said.answer.value)
        _note(made, case, actor=actor, now=now)
    return made


def standing(case: Case) -> Answer | None:
    """Give the answer that counts now, if anybody asked."""
    newest = case.registration_answers.order_by("-at", "-id").values_list("answer", flat=True).first()
    return None if newest is None else Answer(newest)


def age_on(case: Case, day: date) -> int | None:
    """Give the age in whole years on a local day, as far as the birth date is known."""
    born = None if case.young_person is None else case.young_person.birth_date
    return None if born is None or born > day else ages.age(born, on=day)


def address(case: Case) -> str:
    """Give where the registration of a case stands inside this site."""
    return f"/cases/{case.number}/people/registration/"


def _check(case: Case, said: Said, *, now: datetime) -> None:
    try:
        check(said, before=standing(case), age=age_on(case, said.on), today=local_day(now))
    except AnswerRefused as refused:
        field, sentence = SENTENCES[refused.code]
        raise StateConflictError(sentence, code=refused.code.value, field=field) from refused


def _note(made: RegistrationAnswer, case: Case, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        Event.REGISTRATION_ANSWERED,
        on=made,
        case=case,
        now=now,
        act=Act.WRITE_NOTE,
        compartments=[IDENTITY],
    )
    timeline.add(case, "registration_answered", actor=actor, compartment=IDENTITY, now=now, url=address(case))
