"""What people do while somebody is missing: each a page with its own address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.access import explain
from cases.access.declare import performs
from cases.missing import colour, fact, lowering
from cases.missing import episode as acts
from cases.missing.alert_views import open_episode, record_reading
from cases.missing.call import page_of
from cases.missing.forms import (
    ColourForm,
    FactForm,
    FoundForm,
    PoliceForm,
    WithdrawForm,
)
from cases.missing.models import MissingEpisode
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm, form_for, submit

METHODS = ["GET", "HEAD", "POST"]

Perform = Callable[[dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Words:
    """What one of these pages says."""

    title: Promise
    submit: Promise
    text: Promise | str = ""
    consequences: tuple[Promise, ...] = ()
    danger: bool = False


FACT = Words(_("Add a fact"), _("Add"), _("What you add can't be changed afterwards, only added to."))
COLOUR = Words(
    _("Change the colour"),
    _("Change the colour"),
    consequences=(
        _("With a graver colour everyone who was called hears it."),
        _("Whoever did not answer yet is then called again at once, by the levels of that colour."),
        _("From red to a milder colour: a second person must agree. Until then the alert stays red."),
    ),
)
POLICE = Words(_("The police were told"), _("Save"))
FOUND = Words(
    _("Found or back"),
    _("Yes, found: give the all-clear"),
    consequences=(
        _("Everyone who was called gets the all-clear."),
        _("Nobody is called any more."),
        _("The return talk gets its clock: 72 hours."),
    ),
)
WITHDRAW = Words(
    _("Withdraw the alert"),
    _("Withdraw the alert"),
    _("Only when the alert was raised by mistake. Is the young person back? Then record that instead."),
    (
        _("Everyone who was called hears that nothing more is needed."),
        _("The alert and the reason stay on record."),
    ),
    danger=True,
)


@performs(Act.ANSWER_ALERT)
@require_http_methods(METHODS)
def add_fact(request: HttpRequest, number: str) -> HttpResponse:
    """Append what somebody learnt or did."""
    episode = open_episode(request, number, act=Act.ANSWER_ALERT)
    form = form_for(request, FactForm, initial={"kind": "seen", "happened_at": request.now})
    return act_page(request, episode, form, FACT, lambda values: fact.add(episode, **by(request), **values))


@performs(Act.ANSWER_ALERT)
@require_http_methods(METHODS)
def change_colour(request: HttpRequest, number: str) -> HttpResponse:
    """Give the alert another colour; from red to milder is asked, and a second person answers."""
    episode = open_episode(request, number, act=Act.ANSWER_ALERT)
    form = form_for(request, ColourForm, initial={"colour": episode.colour, "version": episode.version})

    def perform(values: dict[str, Any]) -> object:
        to = values.pop("colour")
        if colour.step(episode, to) > 0:
            return colour.raise_to(episode, to, **by(request), **values)
        change = lowering.ask if colour.needs_second(episode) else colour.lower_to
        return change(episode, to, **by(request), **values)

    return act_page(request, episode, form, COLOUR, perform)


@performs(Act.ANSWER_ALERT)
@require_http_methods(METHODS)
def tell_police(request: HttpRequest, number: str) -> HttpResponse:
    """Write down that the police know."""
    episode = open_episode(request, number, act=Act.ANSWER_ALERT)
    form = form_for(request, PoliceForm, initial={"told_at": request.now})
    return act_page(
        request, episode, form, POLICE, lambda values: fact.tell_police(episode, **by(request), **values)
    )


@performs(Act.ANSWER_ALERT)
@require_http_methods(METHODS)
def found(request: HttpRequest, number: str) -> HttpResponse:
    """Write down that the young person is found."""
    episode = open_episode(request, number, act=Act.ANSWER_ALERT)
    form = form_for(request, FoundForm, initial={"found_at": request.now})
    return act_page(
        request, episode, form, FOUND, lambda values: acts.found(episode, **by(request), **values)
    )


@performs(Act.SOUND_ALERT)
@require_http_methods(METHODS)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take back an alert that was raised by mistake."""
    episode = open_episode(request, number, act=Act.SOUND_ALERT)
    form = form_for(request, WithdrawForm)
    return act_page(
        request, episode, form, WITHDRAW, lambda values: acts.withdraw(episode, **by(request), **values)
    )


def by(request: HttpRequest) -> dict[str, Any]:
    """Give who acts and when, for an act."""
    return {"actor": request.actor, "now": request.now}


def act_page(
    request: HttpRequest, episode: MissingEpisode, form: TableForm, words: Words, perform: Perform
) -> HttpResponse:
    """Perform the act and go back to the alert, or show the form (again)."""

    def act(values: dict[str, Any]) -> str:
        perform(values)
        return page_of(episode)

    if request.method == "POST" and (done := submit(request, form, act)):
        return done
    record_reading(request, episode)
    context = {"episode": episode, "form": form, "words": words, "back": page_of(episode)}
    context["will_read"] = explain.will_read(episode.case, Compartment.MISSING, now=request.now)
    return render(request, "cases/missing/form.html", context, status=form.status)
