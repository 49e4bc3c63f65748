"""Who answers for a record (GDPR art. 4(7)): what the covenant in force says about its part of the case."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cases.casefile.models import Case, CaseUserObjectPermission
from organisations import covenant
from organisations.actor import Actor
from organisations.compartments import Compartment
from organisations.models import CovenantController, CovenantVersion


@dataclass(frozen=True, slots=True)
class Responsible:
    """By which rule, and who; ``name`` is empty when it depends on who wrote the record."""

    rule: str
    name: str


def of_part(case: Case, compartment: Compartment, *, now: datetime) -> Responsible:
    """Give who answers for one part of a case at ``now`` (aware)."""
    bound = (
        covenant.bound(on=timezone.localdate(now))
        .filter(version__covenant=case.covenant_id)
        .values("version")
    )
    rows = CovenantController.objects.filter(version__in=bound, compartment=compartment.value)
    found = rows.select_related("organisation").order_by("-version_id").first()
    if found is None:
        version = CovenantVersion.objects.filter(pk__in=bound).order_by("-pk").first()
        return Responsible("", "" if version is None else version.controller)
    if found.rule == "party":
        return Responsible(found.rule, found.organisation.name)
    return Responsible(found.rule, _coordinating(case) if found.rule == "coordinating" else "")


def contact_for_rights_at(actor: Actor, *, now: datetime) -> list[int]:
    """Give the covenants (ids) in force that name this person, by their login, as the contact for rights."""
    if actor.user is None:
        return []
    bound = covenant.bound(on=timezone.localdate(now))
    named = bound.filter(version__rights_contact__iexact=actor.user.email)
    return list(named.order_by().values_list("version__covenant", flat=True).distinct())


def _coordinating(case: Case) -> str:
    """Give the organisation for which the coordinator works on this case."""
    assignment = case.assignments.filter(ended_at=None).first()
    if assignment is None:
        return ""
    named = CaseUserObjectPermission.objects.filter(
        content_object=case, user=assignment.coordinator_id
    ).select_related("organisation")
    row = named.first()
    return "" if row is None else row.organisation.name
