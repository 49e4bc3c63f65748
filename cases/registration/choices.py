"""What people read for the coded values of a registration."""

from django.utils.translation import gettext_lazy as _

from cases.registration.rules import Answer, Signer

ANSWERS = [
    (Answer.ASKED.value, _("Asked, no answer yet")),
    (Answer.GIVEN.value, _("Agrees, and signed")),
    (Answer.REFUSED.value, _("Does not agree")),
    (Answer.WITHDRAWN.value, _("Takes the consent back")),
]
SIGNERS = [
    (Signer.YOUNG_PERSON.value, _("The young person (16 or older)")),
    (Signer.PARENTS.value, _("The parents (under 16)")),
    (Signer.GUARDIAN.value, _("The guardian (under 16)")),
]
