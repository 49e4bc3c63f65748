"""Pages of the calls of a running alert: still on it, and let it call again."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.access import gate
from cases.access.declare import performs
from cases.missing import silence, waking
from cases.missing.act_views import METHODS, Words, act_page, by
from cases.missing.alert_views import open_episode
from cases.missing.models import AlertCall
from organisations.acts import Act
from zorgtafel.forms import TableForm, form_for

STILL = Words(
    _("Is your organisation still on it?"),
    _("Yes, we are still on it"),
    _("A red alert that stays silent for an hour calls your organisation again. This starts the hour anew."),
)
AGAIN = Words(
    _("Call again?"),
    _("Call again"),
    consequences=(
        _("Every organisation that did not answer is called again, from its first level."),
        _("People may be woken."),
    ),
)


@performs(Act.ANSWER_ALERT)
@require_http_methods(METHODS)
def still_on_it(request: HttpRequest, number: str) -> HttpResponse:
    """Say that one's organisation is still busy with the alert."""
    episode = open_episode(request, number, act=Act.ANSWER_ALERT)
    call = AlertCall.objects.filter(episode=episode, organisation=request.actor.organisation_id)
    own = call.select_related("episode__case").first()
    if own is None:
        raise gate.not_found(number, act=Act.ANSWER_ALERT)
    form = form_for(request, TableForm)
    return act_page(request, episode, form, STILL, lambda values: silence.confirm(own, **by(request)))


@performs(Act.SOUND_ALERT)
@require_http_methods(METHODS)
def call_again(request: HttpRequest, number: str) -> HttpResponse:
    """Let an alert call again who did not answer."""
    episode = open_episode(request, number, act=Act.SOUND_ALERT)
    form = form_for(request, TableForm)
    return act_page(request, episode, form, AGAIN, lambda values: waking.call_again(episode, **by(request)))
