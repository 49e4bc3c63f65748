"""What is known of an episode, in rows: on the page of the alert and in the report to the police."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases.missing.forms import BELONGINGS
from cases.missing.models import MissingEpisode

Rows = list[dict[str, Any]]


def known(episode: MissingEpisode) -> Rows:
    """Give what one searches with; what nobody filled in is an empty value."""
    return [
        {"label": _("Last seen"), "value": _last_seen(episode), "multiline": False},
        {"label": _("Clothing and marks"), "value": episode.clothing},
        {"label": _("Phone that is along"), "value": episode.phone_number},
        {"label": _("Taken along"), "value": _taken(episode)},
        {"label": _("Medicines"), "value": episode.medication},
        {"label": _("Message left"), "value": episode.message_left},
        {"label": _("What happened?"), "value": episode.circumstances, "multiline": True},
        {"label": _("Done by who raised the alert"), "value": episode.actions_taken, "multiline": True},
    ]


def moment(at: Any) -> str:
    """Give an instant in local time, in words."""
    return date_format(timezone.localtime(at), "j F Y H:i")


def _place(episode: MissingEpisode) -> str:
    """Give where somebody was seen last, and else what kind of place it was."""
    return episode.last_seen_place or episode.get_last_seen_kind_display()


def _last_seen(episode: MissingEpisode) -> str:
    when = "" if episode.last_seen_at is None else moment(episode.last_seen_at)
    company = f"({episode.last_seen_with})" if episode.last_seen_with else ""
    return " ".join(part for part in (when, _place(episode), company) if part)


def _taken(episode: MissingEpisode) -> str:
    told = [str(label) for code, label in BELONGINGS.items() if code in episode.taken]
    return ", ".join([*told, episode.taken_along] if episode.taken_along else told)
