"""Pages about how one is reached: what counts, a new one, its code, taking one away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cases.access.declare import performs
from organisations import managing
from organisations.acts import Act
from organisations.change_views import ask
from organisations.conflict import StateConflictError
from organisations.models import ContactChannel
from organisations.reach import channel as channels
from organisations.reach import phone, push, quiet
from organisations.reach.code_rules import Verdict
from organisations.reach.forms import AddressForm, CodeForm, DeviceForm, QuietForm
from zorgtafel.forms import TableForm, form_for, submit

SENTENCES: dict[Verdict, Promise] = {
    Verdict.WRONG: gettext_lazy("This is not the code that we sent. Look again, or ask for a new one."),
    Verdict.EXPIRED: gettext_lazy("This code was sent longer than 15 minutes ago. Ask for a new one."),
    Verdict.TOO_MANY: gettext_lazy("Five wrong codes were filled in. Ask for a new one."),
}


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: HttpRequest) -> HttpResponse:
    """Show where messages reach this person, and note a new number or address."""
    form = form_for(request, AddressForm)

    def perform(values: dict[str, Any]) -> str:
        made = channels.add(values["address"], actor=request.actor, now=request.now)
        return reverse("reach_code", args=[made.pk])

    done = submit(request, form, perform) if request.method == "POST" else None
    found = [(row, shown(row)) for row in channels.own(request.actor)]
    context = {
        "form": form,
        "counting": [pair for pair in found if pair[0].verified_at is not None],
        "waiting": [pair for pair in found if pair[0].verified_at is None],
        "has_push": push.is_offered(),
        **_quiet(request),
    }
    return done or render(request, "organisations/reach/list.html", context, status=form.status)


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def reach_quiet(request: HttpRequest) -> HttpResponse:
    """Ask for quiet hours, and whether news comes one by one or once a day."""
    standing = quiet.own(request.actor)
    initial = {
        "quiet_from": standing.quiet_from,
        "quiet_until": standing.quiet_until,
        "news": "each" if standing.digest_at is None else "digest",
        "digest_at": standing.digest_at,
    }
    form = form_for(request, QuietForm, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        quiet.choose(form.choice(), actor=request.actor, now=request.now)
        messages.success(request, _("Saved. This counts for new messages from now on."))
        return reverse("reach")

    done = submit(request, form, perform) if request.method == "POST" else None
    return done or render(request, "organisations/reach/quiet.html", {"form": form}, status=form.status)


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def reach_device(request: HttpRequest) -> HttpResponse:
    """Ask this browser for notifications; what it answers is sent by a script."""
    form = form_for(request, DeviceForm)

    def perform(values: dict[str, Any]) -> str:
        device = form.device(request.headers.get("User-Agent", ""))
        made = channels.add_device(device, actor=request.actor, now=request.now)
        return reverse("reach_code", args=[made.pk])

    done = submit(request, form, perform) if request.method == "POST" else None
    key = push.public_key() if push.is_offered() else ""
    context = {"form": form, "key": key}
    return done or render(request, "organisations/reach/device.html", context, status=form.status)


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def reach_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the code that was sent."""
    found = _find(request, pk)
    if found.verified_at is not None:
        return redirect("reach")
    form = form_for(request, CodeForm)
    if request.method == "POST":
        form.status = 400
        if form.is_valid():
            typed = form.cleaned_data["code"]
            verdict = channels.confirm(found, typed, actor=request.actor, now=request.now)
            if verdict is Verdict.RIGHT:
                messages.success(request, _("Thank you. Alerts reach you here from now on."))
                return redirect("reach")
            form.add_error("code", SENTENCES[verdict])
    letter = found.letters.order_by("-id").first()
    context = {"form": form, "channel": found, "shown": shown(found), "letter": letter}
    return render(request, "organisations/reach/code.html", context, status=form.status)


@performs(Act.READ_INBOX)
@require_POST
def reach_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new code."""
    found = _find(request, pk)
    try:
        channels.ask_again(found, actor=request.actor, now=request.now)
    except StateConflictError as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("A new code is on its way. The earlier one stops working."))
    return redirect("reach_code", pk=found.pk)


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def reach_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then take a number or an address away."""
    found = _find(request, pk)
    form = form_for(request, TableForm)

    def perform(values: dict[str, Any]) -> str:
        channels.take_away(found, actor=request.actor, now=request.now)
        messages.success(request, _("Removed. Nothing goes there any more."))
        return reverse("reach")

    left = channels.own(request.actor).filter(verified_at__isnull=False).exclude(pk=found.pk)
    consequences = [_("No message goes there any more.")]
    if found.verified_at is not None and not left.exists():
        consequences.append(_("Nothing else is left: an alert does not reach you, and calls somebody else."))
    return ask(
        request,
        form,
        perform,
        title=_("Remove %(address)s?") % {"address": shown(found)},
        consequences=consequences,
        submit_label=_("Remove"),
        danger=True,
        cancel_url=reverse("reach"),
    )


def shown(channel: ContactChannel) -> str:
    """Give a number or an address as its owner writes it."""
    return phone.shown(channel.address) if channel.kind == "sms" else channel.address


def _quiet(request: HttpRequest) -> dict[str, Any]:
    """Say when somebody rests, and what waits for them until then."""
    choice = quiet.own(request.actor)
    held = quiet.held(request.actor, now=request.now)
    return {"choice": choice, "rests_until": quiet.rests_until(choice, now=request.now), "held": held}


def _find(request: HttpRequest, pk: int) -> ContactChannel:
    """Fetch one's own; somebody else's is as absent as none."""
    found = channels.own(request.actor).filter(pk=pk).first()
    if found is None:
        raise managing.elsewhere(Act.READ_INBOX)
    return found
