"""What people read for the coded values of safety incidents."""

from django.utils.translation import gettext_lazy as _

from cases.incidents.rules import Address, Against, IncidentKind, Police

INCIDENT_KINDS = [
    (IncidentKind.AGGRESSION.value, _("Aggression")),
    (IncidentKind.THREAT.value, _("A threat")),
    (IncidentKind.AT_THE_GATE.value, _("Somebody waits at the gate or comes to fetch")),
    (IncidentKind.WEAPON.value, _("A weapon")),
    (IncidentKind.DAMAGE.value, _("Something was broken")),
    (IncidentKind.ONLINE.value, _("Online or by phone")),
    (IncidentKind.OTHER.value, _("Something else")),
]

AGAINST = [
    (Against.YOUNG_PERSON.value, _("The young person of this case")),
    (Against.OTHER_YOUTH.value, _("Another young person")),
    (Against.STAFF.value, _("Staff")),
    (Against.BUILDING.value, _("The building")),
    (Against.UNKNOWN.value, _("Not known")),
]

POLICE_KNOW = [
    (Police.NOT_YET.value, _("Not yet")),
    (Police.CALLED.value, _("They were called")),
    (Police.REPORTED.value, _("It was reported (melding or aangifte)")),
    (Police.NOT_WANTED.value, _("No, on purpose")),
]

ADDRESSES = [
    (Address.NOT_CHOSEN.value, _("Not chosen yet")),
    (Address.WORK.value, _("The address of the organisation")),
    (Address.POLICE.value, _("The address of the police station")),
    (Address.OWN.value, _("Their own address")),
]
