"""Pages of the chain: the checkpoint that partners keep, and the check."""

from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.access.declare import performs
from cases.audit import attack_run, check, checkpoint, database_role, ledger, seal
from cases.audit import chain as chains
from cases.audit.events import Event
from cases.audit.standalone import verify_checkpoint
from cases.conflict import StateConflictError
from organisations.acts import Act

VERIFIER = Path(verify_checkpoint.__file__)


@performs(Act.HOLD_CHECKPOINT)
@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    """Show how the chain stands and what a partner can do with it. Nothing of any case is in it."""
    may_review = request.actor.holds(Act.REVIEW_AUDIT)
    context = {
        "chain": chains.state(),
        "public_key": chains.public_key(),
        "attack": attack_run.state(now=request.now),
        "may_review": may_review,
        "role_faults": database_role.excess() if may_review else [],
    }
    return render(request, "cases/audit/checkpoint.html", context)


@performs(Act.HOLD_CHECKPOINT)
@require_safe
def checkpoint_file(request: HttpRequest) -> HttpResponse:
    """Give the signed head of the chain as a small file.

    Raises:
        StateConflictError: nothing was sealed yet.
    """
    head = seal.newest()
    if head is None:
        raise StateConflictError(_("Nothing was sealed yet. Try again in a minute."), code="nothing_sealed")
    ledger.record(
        request.actor, Event.CHECKPOINT_TAKEN, now=request.now, act=Act.HOLD_CHECKPOINT, seal=head.number
    )
    text = checkpoint.text(checkpoint.of(head))
    return _file(HttpResponse(text, content_type="application/json"), f"checkpoint-{head.number}.json")


@performs(Act.HOLD_CHECKPOINT)
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """Give the second verifier: one file that runs without our software."""
    answer = HttpResponse(VERIFIER.read_text(encoding="utf-8"), content_type="text/x-python; charset=utf-8")
    return _file(answer, VERIFIER.name)


@performs(Act.REVIEW_AUDIT)
@require_POST
def ask_check(request: HttpRequest) -> HttpResponse:
    """Let a check of the whole chain begin in the background."""
    check.ask(actor=request.actor, now=request.now)
    messages.success(request, _("The check begins within a minute. Its outcome will be shown here."))
    return redirect("checkpoint")


def _file(answer: HttpResponse, name: str) -> HttpResponse:
    """Let a browser keep an answer as a file."""
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
