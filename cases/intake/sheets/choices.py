"""Words of sheets."""

from django.utils.translation import gettext_lazy as _

SHEET_STATES = [
    ("sent", _("Columns to be chosen")),
    ("checking", _("Being looked at")),
    ("checked", _("Looked at, nothing brought in yet")),
    ("running", _("Being brought in")),
    ("done", _("Brought in")),
    ("stopped", _("Stopped")),
]

FIELDS = [
    ("own_number", _("Own number of the registration")),
    ("noticed_at", _("Day on which it was noticed")),
    ("happened_at", _("Day on which it happened")),
    ("observation", _("What was seen or heard")),
    ("interpretation", _("What you make of it")),
    ("knowledge", _("How it is known")),
    ("source", _("Who told it, or what it is inferred from")),
    ("subject", _("Whom or what it is about")),
    ("subject_name", _("Name")),
    ("subject_birth_date", _("Date of birth")),
    ("subject_description", _("Description")),
    ("subject_phone", _("Phone number")),
    ("subject_plate", _("Number plate")),
    ("municipality", _("Municipality")),
    ("form_of_concern", _("What is feared")),
    ("urgency", _("Urgency")),
    ("urgency_ground", _("Why it can't wait")),
    ("channel", _("From whom the desk has it")),
    ("reporter_name", _("Name of whoever told it")),
    ("reporter_contact", _("How whoever told it can be reached")),
    ("reporter_reference", _("Their reference")),
    ("indicators", _("Signs, one or more of the list")),
]

ENCODINGS = [
    ("", _("Find out by itself")),
    ("utf-8-sig", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252"),
    ("iso8859-15", "ISO-8859-15"),
]
