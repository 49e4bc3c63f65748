"""Page of the self-attack: what every night tries to get at, and whether it got anywhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access.declare import performs
from cases.audit import attack_run, attack_words
from organisations.acts import Act


@performs(Act.HOLD_CHECKPOINT)
@require_safe
def attacks(request: HttpRequest) -> HttpResponse:
    """Show the attacks of the last month; where something leaked is for who can have it mended."""
    sees_places = request.actor.holds(Act.REVIEW_AUDIT) or request.actor.holds(Act.MANAGE_COVENANT)
    runs = attack_run.recent()
    attack = attack_run.state(now=request.now, last=runs[0] if runs else None)
    context = {
        "attack": attack,
        "earlier": runs[1:],
        "places": attack_words.places(attack.last) if attack.last and sees_places else [],
        "sees_places": sees_places,
    }
    return render(request, "cases/audit/attacks.html", context)
