"""What people read for the coded values of safe contact."""

from django.utils.translation import gettext_lazy as _

WAY_KINDS = [
    ("phone", _("Phone")),
    ("message", _("Chat or social media")),
    ("mail", _("E-mail")),
    ("person", _("Through somebody")),
    ("place", _("At a place")),
]

SAFETIES = [
    ("safe", _("Safe: nobody else reads or listens")),
    ("unsafe", _("Not safe: somebody else reads or listens")),
    ("unknown", _("Not known")),
]
