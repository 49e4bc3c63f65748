"""The report to hand over to the police: the grab pack and the episode as text, on the page and on paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit.events import Event
from cases.casefile.frame import title
from cases.missing.alert_views import open_episode
from cases.missing.call import check_running
from cases.missing.forms import FACT_LABELS, GROUNDS
from cases.missing.models import EpisodeFact, MissingEpisode
from cases.missing.rules import Colour
from cases.missing.shown import known, moment
from cases.pack import shown as pack
from cases.pack.rules import FormRoute, LegalTitle, form_route
from cases.safe_contact.shown import has_danger
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel import pdf, shell

DOCUMENT = "cases/missing/police_report.typ"
FACTS = 100


@performs(Act.ANSWER_ALERT)
@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Show the report, ready to be read out or copied, and by which road it reaches the police."""
    episode = _open(request, number, Event.POLICE_REPORT_READ)
    panel = pack.in_alert(request, episode.case)
    parts = _parts(episode, panel)
    context = {
        "episode": episode,
        "parts": parts,
        "text": _text(parts),
        "panel": panel,
        **_road(episode, panel),
    }
    return render(request, "cases/missing/report.html", context)


@performs(Act.ANSWER_ALERT, step_up=True)
@require_safe
def report_paper(request: HttpRequest, number: str) -> HttpResponse:
    """Give the report as PDF, with the photo, and with the number of this reading at its foot."""
    episode = _open(request, number, Event.POLICE_REPORT_PRINTED)
    panel = pack.in_alert(request, episode.case)
    data = {
        "title": _heading(episode),
        "language": get_language(),
        "footer": shell.printed_by(request),
        "parts": _parts(episode, panel),
        "photo": pack.photo_bytes(panel),
        "photo_says": _("Photo of the young person"),
    }
    return pdf.attached(pdf.write(DOCUMENT, _plain(data), made_at=request.now), f"{episode.number}.pdf")


def _open(request: HttpRequest, number: str, event: Event) -> MissingEpisode:
    """Open a running episode and record the reading.

    Raises:
        AccessDenied: not for this actor.
        AlertOverError: nobody is missing any more, so there is nothing to report.
    """
    episode = open_episode(request, number, act=Act.ANSWER_ALERT)
    check_running(episode)
    gate.record_reading(
        episode.case, event=event, compartment=Compartment.MISSING, now=request.now, on=episode
    )
    return episode


def _heading(episode: MissingEpisode) -> str:
    return _("Report of a missing young person, alert %(number)s") % {"number": episode.number}


def _road(episode: MissingEpisode, panel: dict[str, Any] | None) -> dict[str, str]:
    kept = panel["pack"] if panel else None
    title_of_stay = LegalTitle.UNKNOWN.value if kept is None else kept.legal_title
    is_urgent = episode.colour == Colour.RED
    road = form_route(title_of_stay, is_urgent=is_urgent, is_danger=bool(episode.grounds))
    return {"road": road.value, "by_112": FormRoute.CALL_112.value}


def _parts(episode: MissingEpisode, panel: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Give the report in parts, only what is known; the same on the page, as text and on paper."""
    found = [
        {"title": _("Who is missing"), "rows": _who(episode)},
        {"title": _("What happened"), "rows": known(episode)},
        *(panel["parts"] if panel and panel["pack"] else []),
        {"title": _("What was done and seen"), "rows": _facts(episode)},
    ]
    for part in found:
        part["rows"] = [row for row in part["rows"] if row["value"] not in ("", None)]
    return [part for part in found if part["rows"]]


def _who(episode: MissingEpisode) -> list[dict[str, Any]]:
    case = episode.case
    person = case.young_person if Compartment.IDENTITY in case.access.readable else None
    born = "" if person is None or person.birth_date is None else f"{person.birth_date:%d-%m-%Y}"
    grounds = ", ".join(str(GROUNDS[code]) for code in episode.grounds)
    by = f"{episode.raised_by.name}, {episode.raised_by_organisation.name}, {moment(episode.raised_at)}"
    careful = _(
        "Somebody else reads or listens to a number or account. It can put the young person in danger."
    )
    return [
        {"label": _("Name"), "value": title(case)},
        {"label": _("Do not call or write unprepared"), "value": careful if has_danger(case) else ""},
        {"label": _("Date of birth"), "value": born},
        {"label": _("Missing since"), "value": moment(episode.missing_since)},
        {"label": _("Colour"), "value": episode.get_colour_display()},
        {"label": _("Why this colour"), "value": grounds},
        {"label": _("Earlier times missing"), "value": _earlier(episode)},
        {"label": _("Raised by"), "value": by},
        {"label": _("Reference of the police (mutatienummer)"), "value": episode.police_reference},
    ]


def _earlier(episode: MissingEpisode) -> int:
    """Count how often before; an alert that was a mistake does not count."""
    others = MissingEpisode.objects.filter(case=episode.case).exclude(status="withdrawn")
    return others.exclude(pk=episode.pk).count()


def _facts(episode: MissingEpisode) -> list[dict[str, Any]]:
    rows = EpisodeFact.objects.filter(episode=episode).select_related("organisation")
    return [
        {
            "label": f"{moment(fact.happened_at)} · {FACT_LABELS[fact.kind]} · {fact.organisation.name}",
            "value": fact.text,
            "multiline": True,
        }
        for fact in reversed(rows[:FACTS])
    ]


def _text(parts: list[dict[str, Any]]) -> str:
    """Give the report as plain text, to copy into whatever the police use."""
    blocks = []
    for part in parts:
        lines = [f"{row['label']}: {row['value']}" for row in part["rows"]]
        blocks.append("\n".join([str(part["title"]).upper(), *lines]))
    return "\n\n".join(blocks)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Give the data as JSON knows it: words instead of promises of words, a photo as numbers."""
    photo = data["photo"]
    parts = [
        {
            "title": str(part["title"]),
            "rows": [{"label": str(row["label"]), "value": str(row["value"])} for row in part["rows"]],
        }
        for part in data["parts"]
    ]
    return {**data, "parts": parts, "photo": [] if photo is None else list(photo)}
