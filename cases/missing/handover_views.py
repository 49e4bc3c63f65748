"""Who holds an alert: handed over, taken over, not taken up; and the second person for a milder colour."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.access import gate
from cases.access.declare import performs
from cases.missing import handover, lowering
from cases.missing.act_views import METHODS, Words, act_page, by
from cases.missing.alert_views import open_episode
from cases.missing.handover import Colleague
from cases.missing.models import AlertCall, MissingEpisode
from organisations.acts import Act
from organisations.models import User
from zorgtafel.forms import TableForm, form_for

ACCEPT, REFUSE = "accept", "refuse"

HAND_OVER = Words(
    _("Hand the alert over"),
    _("Ask this colleague"),
    _("For example at the end of your shift. Phone as well: this is no conversation."),
    (_("Until your colleague accepts, you hold the alert."),),
)
ANSWER = Words(
    _("Take the alert over?"),
    _("Save"),
    consequences=(_("If you accept, you hold the alert for your organisation from now on."),),
)
TAKE = Words(
    _("Take the alert over"),
    _("Yes, I take it over"),
    consequences=(_("From now on you hold the alert for your organisation. Your colleague hears it."),),
)
DECLINE = Words(
    _("I can't take this up"),
    _("I can't: call the next one"),
    _("Nobody asks why. You are not called for this alert again."),
    (_("If nobody else was called with you, the next one is called at once."),),
)
MILDER = Words(
    _("A milder colour?"),
    _("Save"),
    _("Somebody asks to make this red alert milder. You are the second person."),
    (_("If you do not agree, the alert stays red."),),
)


class HandOverForm(TableForm):
    """To which colleague."""

    colleague = forms.ModelChoiceField(
        label=_("Which colleague?"),
        help_text=_("Who is on duty now stands first."),
        queryset=User.objects.none(),
        empty_label=None,
    )

    def __init__(self, *args: Any, people: Iterable[Colleague], **options: Any) -> None:
        """Offer the colleagues who can answer this alert, in the order given."""
        super().__init__(*args, **options)
        known = list(people)
        self.fields["colleague"].queryset = User.objects.filter(pk__in=[one.user.pk for one in known])
        self.fields["colleague"].choices = [(one.user.pk, _label(one)) for one in known]


def _label(one: Colleague) -> str:
    """Give the name, and what one must know before choosing it."""
    if one.rests:
        return gettext("%(name)s (quiet hours: phone, no message goes out now)") % {"name": one.user.name}
    return gettext("%(name)s (on duty)") % {"name": one.user.name} if one.is_on_duty else one.user.name


class AnswerForm(TableForm):
    """Yes or no."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[(ACCEPT, _("I take it over")), (REFUSE, _("I can't take it over"))],
        widget=forms.RadioSelect,
    )


class MilderForm(TableForm):
    """Yes, or no and why."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[(REFUSE, _("It stays red")), (ACCEPT, _("I agree with the milder colour"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Stays red? Then say why"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a refusal."""
        cleaned = super().clean()
        if cleaned.get("decision") == REFUSE and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Write down the reason."))
        return cleaned


@performs(Act.ANSWER_ALERT)
@require_http_methods(METHODS)
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """Ask which colleague takes the alert over."""
    episode = open_episode(request, number, act=Act.ANSWER_ALERT)
    call = _own_call(request, episode)
    people = handover.colleagues(call, without=request.user, now=request.now)
    form = form_for(request, HandOverForm, people=people)

    def perform(values: dict[str, Any]) -> object:
        return handover.offer(call, to=values["colleague"], **by(request))

    return act_page(request, episode, form, HAND_OVER, perform)


@performs(Act.ANSWER_ALERT)
@require_http_methods(METHODS)
def answer_handover(request: HttpRequest, number: str) -> HttpResponse:
    """Ask whether the reader takes the alert over from the colleague who asks."""
    episode = open_episode(request, number, act=Act.ANSWER_ALERT)
    call = _own_call(request, episode)
    form = form_for(request, AnswerForm)

    def perform(values: dict[str, Any]) -> object:
        answer = handover.accept if values["decision"] == ACCEPT else handover.refuse
        return answer(call, **by(request))

    return act_page(request, episode, form, ANSWER, perform)


@performs(Act.ANSWER_ALERT)
@require_http_methods(METHODS)
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Take the alert over from a colleague who holds it."""
    episode = open_episode(request, number, act=Act.ANSWER_ALERT)
    call = _own_call(request, episode)
    form = form_for(request, TableForm)
    return act_page(request, episode, form, TAKE, lambda values: handover.take(call, **by(request)))


@performs(Act.SOUND_ALERT)
@require_http_methods(METHODS)
def answer_milder(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the second person whether a red alert gets the milder colour."""
    episode = open_episode(request, number, act=Act.SOUND_ALERT)
    form = form_for(request, MilderForm)

    def perform(values: dict[str, Any]) -> object:
        if values["decision"] == ACCEPT:
            return lowering.confirm(episode, **by(request))
        return lowering.refuse(episode, reason=values["reason"], **by(request))

    return act_page(request, episode, form, MILDER, perform)


@performs(Act.ANSWER_ALERT)
@require_http_methods(METHODS)
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Say that one cannot take the alert up; the next is called."""
    episode = open_episode(request, number, act=Act.ANSWER_ALERT)
    call = _own_call(request, episode)
    form = form_for(request, TableForm)
    return act_page(request, episode, form, DECLINE, lambda values: handover.decline(call, **by(request)))


def _own_call(request: HttpRequest, episode: MissingEpisode) -> AlertCall:
    """Give the call of the reader's organisation; one that was not called has nothing to answer."""
    calls = AlertCall.objects.filter(episode=episode, organisation=request.actor.organisation)
    call = calls.select_related("episode__case", "organisation", "acknowledged_by").first()
    if call is None:
        raise gate.not_found(episode.number, act=Act.ANSWER_ALERT)
    return call
