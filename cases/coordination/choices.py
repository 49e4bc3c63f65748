"""What people read for the coded values of coordination."""

from django.utils.translation import gettext_lazy as _

from cases.coordination.offer_rules import Item, OfferState, Seat

OFFER_STATES = [
    (OfferState.WAITING.value, _("Waits for an answer")),
    (OfferState.ACCEPTED.value, _("Accepted")),
    (OfferState.REFUSED.value, _("Refused")),
    (OfferState.REVOKED.value, _("Taken back")),
]

SEATS = [(Seat.COORDINATOR.value, _("Coordinator")), (Seat.DEPUTY.value, _("Deputy"))]

HANDOVER_ITEMS = [
    (Item.ALERTS.value, _("Open alerts")),
    (Item.CLOCKS.value, _("Clocks that run")),
    (Item.ACTIONS.value, _("Open actions")),
    (Item.MELDCODE.value, _("Meldcode")),
    (Item.INTRODUCE.value, _("Whom to introduce")),
]
