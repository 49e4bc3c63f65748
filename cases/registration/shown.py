"""What people read about a registration: how it stands, what to do, and what the form asks."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.casefile.models import Case
from cases.choices import AGE_BANDS, FORMS_OF_CONCERN
from cases.registration import consent
from cases.registration.models import RegistrationAnswer
from cases.registration.rules import Answer, Signer, may_register, signers

#: standing -> badge, its tone, what it means
STANDINGS: dict[Answer | None, tuple[Promise, str, Promise]] = {
    None: (_("Not asked"), "neutral", _("Without a written consent a care organisation does not register.")),
    Answer.ASKED: (_("Asked"), "neutral", _("There is no answer yet. Nobody has to answer at once.")),
    Answer.GIVEN: (
        _("Consent given"),
        "ok",
        _("The case may be registered at CoMensha. The sheet below helps."),
    ),
    Answer.REFUSED: (
        _("Does not agree"),
        "neutral",
        _("The case is not registered. Help goes on."),
    ),
    Answer.WITHDRAWN: (
        _("Consent taken back"),
        "warning",
        _("Tell CoMensha that the consent was taken back, if the case was registered."),
    ),
}
WHO_SIGNS = {
    frozenset({Signer.YOUNG_PERSON}): _("The young person is 16 or older, and signs alone."),
    frozenset({Signer.PARENTS, Signer.GUARDIAN}): _(
        "The young person is under 16: parents or guardian sign."
    ),
    frozenset(Signer): _(
        "The birth date is not known. From 16 the young person signs, under 16 the parents do."
    ),
}
ON_THE_FORM = _("Fill in on the form itself; it is not kept here.")


def state(case: Case, *, today: date) -> dict[str, Any]:
    """Give how the registration of a case stands on a local day. One query."""
    standing = consent.standing(case)
    label, tone, means = STANDINGS[standing]
    return {
        "label": label,
        "tone": tone,
        "means": means,
        "who_signs": WHO_SIGNS[signers(consent.age_on(case, today))],
        "sheet": sheet(case, today=today) if may_register(standing) else [],
    }


def answers(case: Case) -> QuerySet[RegistrationAnswer]:
    """Give what was answered, the newest first. One query."""
    return case.registration_answers.select_related("by", "organisation").order_by("-at", "-id")


def sheet(case: Case, *, today: date) -> list[dict[str, Any]]:
    """Give what the form asks, as far as the yearbooks of CoMensha tell, with what is known here.

    Only codes and ages: the name goes onto the form by hand. The layout of the form itself is not confirmed
    (https://publicaties.comensha.nl/het_beeld_van_2024/verdieping_3).
    """
    age = consent.age_on(case, today)
    known = dict(AGE_BANDS)[case.age_band_on(today)] if age is None else age
    return [
        {"label": _("Who reports"), "value": _("Care coordination")},
        {"label": _("Region"), "value": case.covenant.region},
        {"label": _("Age now"), "value": known},
        {"label": _("Age when it began"), "value": ON_THE_FORM},
        {"label": _("Form of exploitation"), "value": dict(FORMS_OF_CONCERN)[case.form_of_concern]},
        {"label": _("Gender and nationality"), "value": ON_THE_FORM},
        {"label": _("Complaint to the police"), "value": _("See the tab Police, for who may read it.")},
        {"label": _("Is shelter needed?"), "value": ON_THE_FORM},
    ]
