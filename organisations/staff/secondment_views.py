"""Pages of secondments: offered by the home organisation, answered by the host, ended before their day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from organisations import managing, membership
from organisations.acts import Act
from organisations.member_views import answer, find_member, home, managed
from organisations.models import Organisation, Secondment
from organisations.staff import secondment
from organisations.staff.forms import AnswerForm, OfferForm
from zorgtafel.forms import TableForm, form_for


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def member_second(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Offer a member to another organisation."""
    organisation = managed(request, pk)
    member = find_member(organisation, member_pk)
    form = form_for(
        request,
        OfferForm,
        hosts=secondment.hosts(organisation),
        initial={"since": timezone.localdate(request.now)},
    )

    def perform(values: dict[str, Any]) -> str:
        period = secondment.Period(
            host=values["host"],
            starts_at=_midnight(values["since"]),
            ends_at=_midnight(values["until"] + timedelta(days=1)),
        )
        secondment.offer(member, actor=request.actor, period=period, now=request.now)
        messages.success(request, _("The offer waits for an answer of %(name)s.") % {"name": period.host})
        return home(organisation)

    return answer(
        request,
        form,
        perform,
        organisation,
        title=_("Second %(name)s to another organisation") % {"name": member.user.name},
        text=_("The other organisation says yes or no, and chooses the role there."),
        submit_label=_("Offer"),
    )


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def secondment_answer(request: HttpRequest, pk: int, secondment_pk: int) -> HttpResponse:
    """Take in somebody who was offered, or say no."""
    organisation = managed(request, pk)
    offered = _find(organisation, secondment_pk, Q(host=organisation))
    form = form_for(request, AnswerForm, roles=membership.roles_to_give(request.actor))

    def perform(values: dict[str, Any]) -> str:
        if values["answer"] == "accept":
            secondment.accept(offered, actor=request.actor, role=values["role"], now=request.now)
            messages.success(request, _("The place of %(name)s is ready.") % {"name": offered.user.name})
        else:
            secondment.decline(offered, actor=request.actor, now=request.now)
            messages.success(request, _("You said no. The other organisation gets a message."))
        return home(organisation)

    words = {"name": offered.user.name, "home": offered.home.name}
    return answer(
        request,
        form,
        perform,
        organisation,
        title=_("%(home)s offers %(name)s") % words,
        text=_("From %(since)s up to and including %(until)s.") % _days(offered),
        submit_label=_("Give an answer"),
    )


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def secondment_end(request: HttpRequest, pk: int, secondment_pk: int) -> HttpResponse:
    """Ask, and then take an offer back or end a secondment before its day."""
    organisation = managed(request, pk)
    found = _find(organisation, secondment_pk, Q(home=organisation))

    def perform(values: dict[str, Any]) -> str:
        secondment.call_back(found, actor=request.actor, now=request.now)
        messages.success(request, _("The secondment of %(name)s is over.") % {"name": found.user.name})
        return home(organisation)

    return answer(
        request,
        form_for(request, TableForm),
        perform,
        organisation,
        title=_("Call %(name)s back?") % {"name": found.user.name},
        text=_("%(name)s loses access at %(host)s at once.")
        % {"name": found.user.name, "host": found.host.name},
        consequences=[_("All shifts there leave the duty roster."), _("The other organisation is told.")],
        submit_label=_("Call back"),
        danger=True,
    )


def _find(organisation: Organisation, pk: int, whose: Q) -> Secondment:
    rows = Secondment.objects.select_related("user", "home", "host").filter(whose, pk=pk)
    found = rows.first()
    if found is None:
        raise managing.elsewhere(Act.MANAGE_MEMBERS)
    return found


def _midnight(day: date) -> datetime:
    """Give the start of a day on the local clock."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _days(offered: Secondment) -> dict[str, str]:
    last = timezone.localtime(offered.ends_at) - timedelta(seconds=1)
    since = timezone.localtime(offered.starts_at)
    return {"since": date_format(since, "j F Y"), "until": date_format(last, "j F Y")}
