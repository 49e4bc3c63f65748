"""A page with every component in every state, for those who build screens; only reachable with debug on."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cases.access.declare import public
from zorgtafel.rendering import LocalDateInput, LocalDateTimeInput
from zorgtafel.shell import Line

#: A fixed moment, so that the page and its pictures look the same every day.
MOMENT = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=_("Title"), max_length=80, help_text=_("A few words that the table recognises.")
    )
    seen = forms.CharField(label=_("What was seen or heard"), widget=forms.Textarea)
    opinion = forms.CharField(label=_("What you make of it"), widget=forms.Textarea, required=False)
    noticed = forms.DateTimeField(label=_("When was it noticed?"), widget=LocalDateTimeInput)
    born = forms.DateField(label=_("Date of birth"), widget=LocalDateInput, required=False)
    hand = forms.ChoiceField(
        label=_("How do you know?"),
        choices=[("first", _("I saw or heard it myself")), ("second", _("Somebody told me"))],
        widget=forms.RadioSelect,
    )
    signs = forms.MultipleChoiceField(
        label=_("Signs"),
        choices=[
            (_("School"), [("absent", _("Often absent")), ("grades", _("Marks drop"))]),
            (_("Belongings"), [("phone", _("A second phone")), ("clothes", _("Expensive clothes"))]),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    concern = forms.ChoiceField(
        label=_("Form of concern"),
        choices=[("", "—"), ("a", _("Sexual exploitation")), ("b", _("Criminal exploitation"))],
    )
    sure = forms.BooleanField(label=_("I have read who will see this"))


@public
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component.

    Raises:
        Http404: when debug is off.
    """
    if not settings.ZORGTAFEL_TRIAL:
        raise Http404
    return render(request, "styleguide.html", sample_context())


def sample_context() -> dict[str, Any]:
    """Return what the page shows; everything in it is invented."""
    return {
        "moment": MOMENT,
        "soon": MOMENT + timedelta(hours=3),
        "past": MOMENT - timedelta(hours=5),
        "form": SampleForm(prefix="new"),
        "refused": SampleForm({"wrong-title": "x" * 81}, prefix="wrong"),
        "case": _case(),
        "entries": _entries(),
        "steps": _steps(),
        "ladder": _ladder(),
        "rows": _rows(),
        "tabs": _tabs(),
        "readers": _readers(),
        "reasons": _reasons(),
        "consequences": [_("Everybody at the table is told."), _("The record stays readable.")],
    }


def sample_shell() -> SimpleNamespace:
    """Return a frame around the page such as a signed-in person has."""
    labels = (
        ("dashboard", _("Overview"), 0),
        ("signals", _("Signals"), 4),
        ("cases", _("Cases"), 27),
        ("missing", _("Missing"), 1),
        ("meetings", _("Meetings"), 2),
        ("tasks", _("Actions"), 9),
        ("audit", _("Review"), 0),
        ("organisations", _("Organisations"), 0),
    )
    items = [Line(str(text), f"#{icon}", icon, count, icon == "cases") for icon, text, count in labels]
    table = [
        {"id": 1, "name": "Gemeente Waterland-Zuid", "role_label": _("Care coordinator"), "current": True},
        {"id": 2, "name": "Veiligheidshuis", "role_label": _("Process director"), "current": False},
    ]
    return SimpleNamespace(
        user_name="Anna Voorbeeld",
        organisation="Gemeente Waterland-Zuid",
        organisations=table,
        nav=items,
        synthetic=True,
        language="nl",
        now=MOMENT,
        reading="0123456789ab",
    )


def _case() -> dict[str, Any]:
    return {
        "number": "C-26-7K3QF",
        "name": _("Young person 26-017"),
        "badges": [
            {"text": _("Urgent"), "tone": "danger"},
            {"text": _("Criminal exploitation"), "tone": "neutral"},
        ],
        "clocks": [
            {
                "label": _("Return talk"),
                "due": MOMENT + timedelta(hours=3),
                "state": "soon",
                "text": _("3 hours left"),
            },
            {
                "label": _("Report"),
                "due": MOMENT + timedelta(days=4),
                "state": "later",
                "text": _("4 days left"),
            },
        ],
        "facts": [
            {"label": _("Coordinator"), "value": "Anna Voorbeeld"},
            {"label": _("Deputy"), "value": "Iris Proef", "url": "#iris"},
            {"label": _("Age"), "value": _("14 or 15")},
            {"label": _("Last meeting"), "value": ""},
        ],
    }


def _entries() -> list[dict[str, Any]]:
    rows = (
        (0, _("Missing"), _("All-clear: found, at home."), "Jeugdhulp De Kade", "ok"),
        (2, _("Missing"), _("Alert raised, urgent: younger than 13."), "Jeugdhulp De Kade", "danger"),
        (20, _("Meldcode"), _("Step 2: colleague consulted."), "Waterland College", "info"),
        (
            26,
            _("Signal"),
            _("School saw a second phone and expensive clothes."),
            "Waterland College",
            "warning",
        ),
        (49, _("Meeting"), _("Decided: safety plan within a week."), "Gemeente Waterland-Zuid", "neutral"),
    )
    return [
        {
            "at": MOMENT - timedelta(hours=hours),
            "kind_label": kind,
            "sentence": sentence,
            "organisation": organisation,
            "url": "#entry" if tone != "neutral" else "",
            "tone": tone,
        }
        for hours, kind, sentence, organisation, tone in rows
    ]


def _steps() -> list[dict[str, Any]]:
    rows = (
        (_("Map the signs"), "done", _("18 November")),
        (_("Consult"), "done", _("20 November")),
        (_("Talk"), "current", ""),
        (_("Weigh"), "open", ""),
        (_("Decide"), "skipped", ""),
    )
    return [
        {"number": number, "label": label, "state": state, "text": text, "url": "#step"}
        for number, (label, state, text) in enumerate(rows, start=1)
    ]


def _ladder() -> list[dict[str, Any]]:
    first, second = _("Level 1"), _("Level 2")
    return [
        {
            "organisation": "Politie",
            "state_label": _("Knows"),
            "tone": "ok",
            "levels": [
                {"label": first, "who": "Farid Demo", "state": "acknowledged", "at": MOMENT},
                {"label": second, "who": _("Chief of duty"), "state": "not_needed"},
            ],
        },
        {
            "organisation": "Veilig Thuis",
            "state_label": _("Calling"),
            "tone": "warning",
            "levels": [
                {"label": first, "who": "Gerda Proef", "state": "unreachable", "text": _("two attempts")},
                {"label": second, "who": _("Duty phone"), "state": "called", "at": MOMENT},
                {"label": _("Level 3"), "who": _("Manager"), "state": "waiting"},
            ],
        },
    ]


def _rows() -> list[dict[str, Any]]:
    rows = (
        ("C-26-7K3QF", _("Young person 26-017"), _("Urgent"), "danger", 4),
        ("C-26-2M9RT", _("Young person 26-021"), _("Look at soon"), "warning", 1),
        ("C-26-5W4HX", _("Young person 26-008"), _("Calm"), "ok", 0),
    )
    return [dict(zip(("number", "name", "urgency", "tone", "actions"), row, strict=True)) for row in rows]


def _tabs() -> dict[str, Any]:
    rows = ((_("Timeline"), 14), (_("People"), 6), (_("Meldcode"), 0), (_("Missing"), 2), (_("Plan"), 0))
    tabs = [
        {"label": label, "url": "#tab", "count": count, "current": index == 0}
        for index, (label, count) in enumerate(rows)
    ]
    return {"tabs": tabs, "closed": [_("Police"), _("Medical")]}


def _readers() -> list[dict[str, Any]]:
    return [
        {"organisation": "Gemeente Waterland-Zuid", "names": ["Anna Voorbeeld", "Iris Proef"]},
        {"organisation": "Veilig Thuis", "names": ["Gerda Proef"], "note": _("until 1 March 2027")},
    ]


def _reasons() -> list[dict[str, Any]]:
    return [
        {
            "label": _("Covenant"),
            "sentence": _("Clause 4: schools may read signals to prevent exploitation."),
        },
        {"label": _("Role"), "sentence": _("You are a professional of Waterland College.")},
        {
            "label": _("Named"),
            "sentence": _("Anna Voorbeeld put your name on this case."),
        },
    ]
