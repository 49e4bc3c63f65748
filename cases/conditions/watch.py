"""Who may watch a safety condition, who keeps what was agreed about it, and whom a message goes to."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cases.access import audience, gate
from cases.casefile.models import Case
from cases.conditions import rules
from cases.conditions.models import SafetyCondition
from cases.conflict import StateConflictError
from cases.coordination import pair
from cases.notifications import outbox
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import Membership
from organisations.roles import Role, acts_of

MELDCODE = Compartment.MELDCODE
#: fault -> the field it is about, and the sentence
SENTENCES = {
    rules.Fault.SET_IN_FUTURE: ("set_on", _("This day still has to come. On which day was it set?")),
    rules.Fault.SETTER_MISSING: ("set_by_name", _("Write down who set it.")),
    rules.Fault.END_IN_PAST: (
        "until",
        _("This day has passed. Choose today or a later day, or leave it open."),
    ),
    rules.Fault.LOOK_IN_PAST: ("next_look_on", _("This day has passed. Choose a later day.")),
    rules.Fault.LOOK_TOO_FAR: ("next_look_on", _("This is very far away. Choose a day within a year.")),
    rules.Fault.LOOK_AFTER_END: (
        "next_look_on",
        _("The condition ends before this day. Choose an earlier day for the next look."),
    ),
    rules.Fault.DAY_MISSING: (
        "next_look_on",
        _("Choose the day on which somebody looks again. It does not hold or could not be seen, so soon."),
    ),
    rules.Fault.LOOKED_IN_FUTURE: ("looked_on", _("This day still has to come. When did you look?")),
    rules.Fault.LOOKED_BEFORE: ("looked_on", _("The condition was set after this day. Check the date.")),
    rules.Fault.NOT_SEEN_TO_HOLD: (
        "ground",
        _("The last look does not say that it holds. Write down a new look first, or choose another reason."),
    ),
    rules.Fault.REASON_MISSING: ("reason", _("Write down why, so that others can follow it later.")),
    rules.Fault.WHY_MISSING: ("why", _("Write down what was wrong about it.")),
}


def months() -> tuple[int, ...]:
    """Give the fixed points in months as this installation has them; they are unconfirmed."""
    return tuple(settings.ZORGTAFEL_MONITORING_MONTHS)


def candidates(case: Case, *, now: datetime) -> list[Membership]:
    """Give who can watch a condition: who reads this part at ``now`` (aware) and may write in it.

    Whoever reads it for a few hours only, in an emergency or at a meeting, can't.
    """
    return [
        seat.member
        for seat in audience.of_case(case.pk, now=now).seats
        if MELDCODE in seat.readable
        and Act.WRITE_NOTE in acts_of(Role(seat.member.role))
        and not (seat.is_emergency or seat.is_meeting)
    ]


def may_keep(case: Case, actor: Actor, *, access: gate.CaseAccess, now: datetime) -> bool:
    """Tell whether the actor may write conditions down, agree anew and end them.

    Veilig Thuis sets them, a reporter with a role hears of them (so: every organisation with a track in the
    case), and who assigns on the case sees to it that they are watched.
    """
    about = {"on": case, "access": access, "now": now}
    if not gate.may(actor, Act.WRITE_NOTE, compartment=MELDCODE, **about):
        return False
    has_track = case.meldcode_tracks.filter(organisation_id=actor.organisation_id).exists()
    return (
        actor.organisation.kind == "veilig_thuis"
        or has_track
        or gate.may(actor, Act.ASSIGN_COORDINATOR, **about)
    )


def may_plan(condition: SafetyCondition, actor: Actor, *, keeps: bool) -> bool:
    """Tell whether the actor says when the next look is: who watches does, and who keeps the agreements."""
    return keeps or condition.watcher_organisation_id == actor.organisation_id


def require_keeper(case: Case, *, actor: Actor, now: datetime) -> None:
    """Pass when the actor may keep the agreements about conditions in this case.

    Raises:
        AccessDenied: they may not.
    """
    access = gate.require(actor, Act.WRITE_NOTE, on=case, compartment=MELDCODE, now=now)
    if not may_keep(case, actor, access=access, now=now):
        raise AccessDenied(
            _(
                "Veilig Thuis, organisations with a Meldcode track in this case and the coordinator agree on "
                "safety conditions. You can write down what you saw of them."
            ),
            code="no_keeper",
            act=Act.WRITE_NOTE,
            compartment=MELDCODE,
            case=case,
        )


def address(condition: SafetyCondition) -> str:
    """Give where a condition stands inside this site."""
    return f"/cases/{condition.case.number}/meldcode/conditions/#c-{condition.pk}"


def watching(condition: SafetyCondition, *, now: datetime) -> list[outbox.Recipient]:
    """Give who watches: the person, and the contact points of that organisation when they read this part."""
    home, path = condition.watcher_organisation, address(condition)
    found = pair.points(condition.case, [home], MELDCODE, path=path, now=now)
    if condition.watcher_id in {point.user.pk for point in found}:
        return found
    return [outbox.Recipient(condition.watcher, home, path), *found]


def coordinating(condition: SafetyCondition) -> list[outbox.Recipient]:
    """Give coordinator and deputy."""
    return pair.recipients(condition.case, path=address(condition))


def tell(
    kind: str,
    condition: SafetyCondition,
    to: Iterable[outbox.Recipient],
    *,
    stage: str,
    now: datetime,
    without: int | None = None,
) -> None:
    """Owe people a message, each once. ``without``: the user who did it, and knows."""
    people = {one.user.pk: one for one in to if one.user.pk != without}
    outbox.put(
        kind,
        number=condition.case.number,
        to=list(people.values()),
        now=now,
        stage=f"{condition.pk}:{stage}",
        case=condition.case,
    )


def conflict(refused: rules.Refused) -> StateConflictError:
    """Give a refusal of the rules as people read it, beside its field."""
    field, sentence = SENTENCES[refused.code]
    return StateConflictError(sentence, code=refused.code.value, field=field)
