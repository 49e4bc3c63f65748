"""The steps of the guide with what is really done, and whether it stands on the start page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access import facts, gate
from cases.audit.models import ReviewVerdict
from cases.casefile.models import Case, CaseUserObjectPermission
from cases.coordination.models import CoordinatorAssignment
from cases.guide.models import GuideClosed
from cases.guide.rules import STEPS, Step, is_over
from cases.meetings.models import Meeting
from organisations import covenant, oversight, present
from organisations.actor import Actor
from organisations.identity import statement
from organisations.models import DutyShift
from organisations.reach import channel
from organisations.staff.overview import SECOND_FACTORS

#: What a step says, where it is done (the name of an address), and what helps.
WORDS: dict[Step, tuple[Promise, str, Promise | str]] = {
    Step.PROMISE: (_("Promise to keep secrets"), "promise", ""),
    Step.SECOND_FACTOR: (
        _("Set a second step for logging in"),
        "mfa_index",
        _("Then a stolen password opens nothing."),
    ),
    Step.REACHED: (
        _("Say how an alert reaches you"),
        "reach",
        _("Add a number or an address, and confirm it with the code."),
    ),
    Step.ON_ROSTER: (
        _("Stand on the duty roster"),
        "coverage",
        _("Ask the administrator of your organisation to put you on it."),
    ),
    Step.NAMED: (
        _("Be named on a case"),
        "cases",
        _("The contact point of your organisation does this. Then the case is in your list."),
    ),
    Step.COLLEAGUES_NAMED: (
        _("Name a colleague on a case"),
        "cases",
        _("You decide who in your organisation needs to know."),
    ),
    Step.COORDINATES: (_("Coordinate your first case"), "cases", ""),
    Step.MEETING: (_("Plan your first meeting"), "meetings", ""),
    Step.ROSTER: (_("Fill the duty roster"), "duty", _("Then somebody can be called at night.")),
    Step.COLLEAGUES: (_("Invite your colleagues"), "organisations", ""),
    Step.VERDICT: (_("Do your first review"), "reviews", ""),
    Step.COVENANT: (
        _("Let a covenant be in force"),
        "covenants",
        _("First add the organisations. Without a covenant nobody can read a case."),
    ),
    Step.OVERSIGHT: (
        _("Let an auditor review the ledger"),
        "organisations",
        _("Their organisation signs the covenant."),
    ),
}


def on_start_page(actor: Actor, *, now: datetime) -> list[dict[str, Any]]:
    """Give the steps for the start page; none once they are all done or the guide was put away."""
    mine = {"user_id": actor.user_id, "organisation_id": actor.organisation_id, "role": actor.role.value}
    if GuideClosed.objects.filter(**mine).exists():
        return []
    done = _done(actor, now=now)
    return [] if is_over(done) else _told(done)


def steps(actor: Actor, *, now: datetime) -> list[dict[str, Any]]:
    """Give the steps of this person's role, also when they are done: the page with help shows them always."""
    return _told(_done(actor, now=now))


def _done(actor: Actor, *, now: datetime) -> dict[Step, bool]:
    return {step: FACTS[step](actor, now) for step in STEPS[actor.role]}


def _told(done: dict[Step, bool]) -> list[dict[str, Any]]:
    """Give the steps with words and addresses; the first one that is open is the one to do."""
    told = []
    current = next((step for step, is_done in done.items() if not is_done), None)
    for number, (step, is_done) in enumerate(done.items(), start=1):
        label, address, text = WORDS[step]
        state = "done" if is_done else "current" if step is current else "open"
        told.append(
            {
                "number": number,
                "label": label,
                "state": state,
                "text": "" if is_done else text,
                "url": reverse(address),
            }
        )
    return told


def _coordinates(actor: Actor, _now: datetime) -> bool:
    """Tell whether this person ever held a case; which one is not asked."""
    pair = Q(coordinator_id=actor.user_id) | Q(deputy_id=actor.user_id)
    return CoordinatorAssignment.objects.filter(pair).exists()


def _named_colleagues(actor: Actor, now: datetime) -> bool:
    """Tell whether a colleague is named on a case that this person may open; of others nothing is told."""
    rows = CaseUserObjectPermission.objects.filter(organisation_id=actor.organisation_id)
    others = rows.filter(content_object=OuterRef("pk")).exclude(user_id=actor.user_id)
    return gate.visible(actor, Case.objects.filter(Exists(others)), now=now).exists()


FACTS: dict[Step, Callable[[Actor, datetime], bool]] = {
    Step.PROMISE: lambda actor, now: not statement.is_due(actor.user, now=now),
    Step.SECOND_FACTOR: lambda actor, _now: Authenticator.objects.filter(
        user_id=actor.user_id, type__in=SECOND_FACTORS
    ).exists(),
    Step.REACHED: lambda actor, _now: channel.is_reachable(actor.user),
    Step.ON_ROSTER: lambda actor, _now: DutyShift.objects.filter(
        organisation_id=actor.organisation_id, user_id=actor.user_id
    ).exists(),
    Step.NAMED: lambda actor, _now: facts.namings(actor).exists(),
    Step.COLLEAGUES_NAMED: _named_colleagues,
    Step.COORDINATES: _coordinates,
    Step.MEETING: lambda actor, _now: Meeting.objects.filter(host_id=actor.organisation_id).exists(),
    Step.ROSTER: lambda actor, _now: DutyShift.objects.filter(organisation_id=actor.organisation_id).exists(),
    Step.COLLEAGUES: lambda actor, now: (
        present.members(at=now)
        .filter(organisation_id=actor.organisation_id)
        .exclude(user_id=actor.user_id)
        .exists()
    ),
    Step.VERDICT: lambda actor, _now: ReviewVerdict.objects.filter(by_id=actor.user_id).exists(),
    Step.COVENANT: lambda _actor, now: covenant.bound(on=timezone.localdate(now)).exists(),
    Step.OVERSIGHT: lambda _actor, now: oversight.auditors(now=now).exists(),
}
