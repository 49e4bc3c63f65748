"""What people do after the return: offer the talk, record it, and close the episode with two people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from cases.missing import episode as acts
from cases.missing import return_interview
from cases.missing.act_views import METHODS, Words, act_page, by
from cases.missing.alert_views import open_episode
from cases.missing.forms import CloseForm
from cases.missing.models import MissingEpisode, ReturnInterview
from cases.missing.people import admitted
from cases.missing.return_forms import OfferForm, ReturnTalkForm, offer_of, talk_of
from organisations.acts import Act
from zorgtafel.forms import form_for

OFFER = Words(
    _("Offer the return talk"),
    _("Save"),
    _("By somebody who does not care for the young person and does not work where they live."),
    (_("If the young person does not want it, record that afterwards. It can always be offered again."),),
)
TALK = Words(
    _("Return talk"),
    _("Save"),
    _("Why did the young person leave, and what would help? Record that it was held, or declined."),
    (_("A second person confirms it and closes the episode."),),
)
CLOSE = Words(
    _("Close the episode"),
    _("Confirm and close the episode"),
    _("Read first what a colleague recorded about the return talk."),
    (
        _("You confirm that the return talk was held, or offered and declined."),
        _("The episode can be read but not changed any more."),
    ),
)


@performs(Act.ANSWER_ALERT)
@require_http_methods(METHODS)
def offer_talk(request: HttpRequest, number: str) -> HttpResponse:
    """Record that the talk after the return was offered, and by whom."""
    episode = open_episode(request, number, act=Act.ANSWER_ALERT)
    form = form_for(
        request,
        OfferForm,
        organisations=admitted(episode.case, now=request.now),
        initial={"offered_at": request.now, "version": _version(episode)},
    )

    def perform(values: dict[str, Any]) -> object:
        version = values.get("version")
        return return_interview.offer(episode, offer=offer_of(values), version=version, **by(request))

    return act_page(request, episode, form, OFFER, perform)


@performs(Act.ANSWER_ALERT)
@require_http_methods(METHODS)
def return_talk(request: HttpRequest, number: str) -> HttpResponse:
    """Record the talk after the return."""
    episode = open_episode(request, number, act=Act.ANSWER_ALERT)
    form = form_for(request, ReturnTalkForm, initial={"version": _version(episode)})

    def perform(values: dict[str, Any]) -> object:
        version = values.get("version")
        return return_interview.record(episode, talk=talk_of(values), version=version, **by(request))

    return act_page(request, episode, form, TALK, perform)


@performs(Act.SOUND_ALERT)
@require_http_methods(METHODS)
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Close an episode after its return talk, as the second person."""
    episode = open_episode(request, number, act=Act.SOUND_ALERT)
    form = form_for(request, CloseForm)
    return act_page(request, episode, form, CLOSE, lambda values: acts.close(episode, **by(request)))


def _version(episode: MissingEpisode) -> int | None:
    return ReturnInterview.objects.filter(episode=episode).values_list("version", flat=True).first()
