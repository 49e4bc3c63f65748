"""The letter about a request: received, more time, or the decision. Plain, without the name of the child."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.rights.models import RightsRequest
from cases.rights.term_rules import State


def told(request: RightsRequest, *, on: date) -> dict[str, Any]:
    """Give the letter that fits where the request stands, as plain values, dated ``on`` (local)."""
    state = State(request.state)
    about = _("Your request %(number)s") % {"number": request.number}
    return {
        "title": TITLES[state](),
        "language": get_language(),
        "footer": f"{about} · {_day(on)}",
        "lead": [_opening(request)],
        "parts": [*PARTS[state](request), _complain(state), _regards(request)],
    }


def _part(title: str, *text: str) -> dict[str, Any]:
    return {"title": title, "text": list(text), "figures": [], "table": None, "notes": []}


def _opening(request: RightsRequest) -> str:
    asked = {
        "access": _("On %(day)s we received your request %(number)s. You want to see what we keep."),
        "rectification": _(
            "On %(day)s we received your request %(number)s. You say that something we keep is wrong."
        ),
        "erasure": _("On %(day)s we received your request %(number)s. You want us to take something out."),
        "objection": _("On %(day)s we received your request %(number)s. You object to what we do with data."),
    }
    return asked[request.kind] % {"day": _day(request.received_on), "number": request.number}


def _received(request: RightsRequest) -> list[dict[str, Any]]:
    return [
        _part(
            _("What happens now"),
            _("You get our decision on %(day)s at the latest.") % {"day": _day(request.due_on)},
            _("We may ask you to show who you are. We do that to be sure that nobody else gets your data."),
        )
    ]


def _extended(request: RightsRequest) -> list[dict[str, Any]]:
    return [
        _part(
            _("We need more time"),
            request.delay_reason,
            _("You get our decision on %(day)s at the latest. The law allows this (AVG article 12).")
            % {"day": _day(request.due_on)},
        )
    ]


def _granted(request: RightsRequest) -> list[dict[str, Any]]:
    return [_part(_("Our decision"), _("We do what you ask."), request.explanation, *_correction(request))]


def _partly(request: RightsRequest) -> list[dict[str, Any]]:
    return [
        _part(
            _("Our decision"),
            _("We do a part of what you ask."),
            request.explanation,
            *_correction(request),
            _ground(request),
        )
    ]


def _refused(request: RightsRequest) -> list[dict[str, Any]]:
    return [
        _part(
            _("Our decision"),
            _("We do not do what you ask."),
            request.explanation,
            _ground(request),
            _(
                "Do you not agree with what is written? Then write down your own words. We put them beside "
                "it, so that everybody who reads it reads your words too."
            ),
        )
    ]


def _withdrawn(request: RightsRequest) -> list[dict[str, Any]]:
    return [
        _part(
            _("You took your request back"), _("We do nothing more with it. You can ask again at any time.")
        )
    ]


def _correction(request: RightsRequest) -> list[str]:
    if request.correction_id is None:
        return []
    return [
        _(
            "We put the right words beside what was written. The old words stay, so that it can be seen what "
            "was changed, by whom and when."
        )
    ]


def _ground(request: RightsRequest) -> str:
    return _("The ground in the law: %(ground)s.") % {"ground": request.get_ground_display()}


def _complain(state: State) -> dict[str, Any]:
    """GDPR art. 12(4): the possibility of a complaint and of a judicial remedy (UAVG art. 35)."""
    if state is State.WITHDRAWN:
        return _part(_("Questions"), _("Do you have a question? Call or mail whoever sent you this letter."))
    return _part(
        _("Do you not agree?"),
        _("Tell us first, so that we can look at it again together."),
        _(
            "You can complain to the Autoriteit Persoonsgegevens (autoriteitpersoonsgegevens.nl). After a "
            "decision you can also ask a judge, within six weeks (UAVG articles 34 and 35). An organisation "
            "such as the Juridisch Loket can help you with that."
        ),
    )


def _regards(request: RightsRequest) -> dict[str, Any]:
    author = request.ended_by or request.logged_by
    lines = [_("With kind regards,"), author.name, request.organisation.name]
    if request.responsible:
        lines.append(_("Responsible for these data: %(name)s") % {"name": request.responsible})
    return _part("", *lines)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


TITLES = {
    State.RECEIVED: lambda: _("We received your request"),
    State.EXTENDED: lambda: _("We need more time for your request"),
    State.GRANTED: lambda: _("Decision on your request"),
    State.PARTLY: lambda: _("Decision on your request"),
    State.REFUSED: lambda: _("Decision on your request"),
    State.WITHDRAWN: lambda: _("You took your request back"),
}
PARTS = {
    State.RECEIVED: _received,
    State.EXTENDED: _extended,
    State.GRANTED: _granted,
    State.PARTLY: _partly,
    State.REFUSED: _refused,
    State.WITHDRAWN: _withdrawn,
}
