"""What people read for the coded values of the grab pack."""

from django.utils.translation import gettext_lazy as _

from cases.pack.rules import LegalTitle, OfferState

LEGAL_TITLES = [
    (LegalTitle.UNKNOWN.value, _("Not known")),
    (LegalTitle.SUPERVISION.value, _("Supervision order (OTS)")),
    (LegalTitle.PLACEMENT.value, _("Authorisation for placement out of home")),
    (LegalTitle.SECURE.value, _("Authorisation for secure youth care")),
    (LegalTitle.GUARDIANSHIP.value, _("Guardianship (voogdij)")),
    (LegalTitle.MENTAL_HEALTH.value, _("Authorisation under the Wvggz or Wzd")),
    (LegalTitle.DETENTION.value, _("Detention order")),
    (LegalTitle.OTHER.value, _("Another legal title")),
    (LegalTitle.NONE.value, _("None: voluntary stay")),
]

OFFER_STATES = [
    (OfferState.WAITING.value, _("Waits for an answer")),
    (OfferState.ACCEPTED.value, _("Taken over")),
    (OfferState.DECLINED.value, _("Not taken over")),
    (OfferState.TAKEN_BACK.value, _("Taken back")),
]
