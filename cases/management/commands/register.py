"""``manage.py register``: the register of processing of each covenant, as Markdown."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.retention import register
from organisations.models import Covenant


class Command(BaseCommand):
    """Print what is kept, about whom, what for, how long and who receives it (GDPR art. 30)."""

    help = "Print the register of processing (GDPR art. 30) of each covenant as it is today, as Markdown."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let one covenant and a language be chosen."""
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--covenant", type=int, metavar="ID", help="only the covenant with this id")
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, covenant: int | None, language: str, **options: Any) -> None:
        """Print each register; it holds no case and counts nothing."""
        wanted = {} if covenant is None else {"pk": covenant}
        found = list(Covenant.objects.filter(**wanted).order_by("name", "pk"))
        if not found:
            raise CommandError("There is no such covenant.")
        today = timezone.localdate()
        with translation.override(language):
            for agreement in found:
                self.stdout.write("\n".join(markdown(register.of_covenant(agreement, on=today))))


def markdown(shown: register.Register) -> Iterator[str]:
    """Write one register line by line."""
    yield f"# {_('Register of processing')}: {_safe(shown.covenant.name)}\n"
    yield f"- {_('Controller')}: {_safe(shown.controller) or '–'}"
    yield f"- {_('Contact for rights')}: {_safe(shown.rights_contact) or '–'}"
    version = shown.version or _("No version of this covenant holds today")
    yield f"- {_('Text of the covenant')}: {_safe(version)}"
    yield from _pairs(_("Purposes and legal grounds"), [*shown.purposes, *shown.grounds])
    yield from _pairs(_("About whom"), shown.subjects)
    yield f"\n## {_('What is kept, and who receives it')}"
    for part in shown.parts:
        yield from _part(part)
    asks = "; ".join(map(_safe, shown.asks)) or _("nobody: no clause lets an organisation ask")
    yield f"\n{_('Only whether a case exists')}: {asks}"
    yield from _list(_("How long"), shown.retention)
    nowhere = _(
        "The software sends nothing to another country or an international organisation, and loads nothing "
        "from a third party."
    )
    yield from _list(_("Outside the European Union"), [nowhere])
    yield from _list(_("How it is protected"), shown.measures)
    yield from _list(_("For an assessment (DPIA)"), shown.assessment)
    yield from _list(_("What the software can't know"), shown.by_hand)


def _part(part: register.PartShown) -> Iterator[str]:
    yield f"\n### {part.label}\n"
    received = "; ".join(map(_safe, part.recipients)) or _("nobody: no clause opens this part")
    yield f"- {_('May receive it')}: {received}"
    if part.responsible:
        yield f"- {_('Responsible for these records')}: {_safe(part.responsible)}"
    if part.special:
        yield f"- {_('Protected more by law')}: {'; '.join(map(str, part.special))}"
    if not part.tables:
        yield "- " + _("No table of its own: only notes that were written in this part.")
        return
    heads = (_("What"), _("What for, about whom and how long"), _("Kinds of data and their fields"))
    yield f"\n| {' | '.join(heads)} |\n|---|---|---|"
    for table in part.tables:
        why = "<br>".join(map(str, (table.why, *table.who, table.term)))
        kinds = "<br>".join(f"{kind} (`{fields}`)" for kind, fields in table.kinds) or "–"
        yield f"| {table.label} | {why} | {kinds} |"


def _pairs(title: str, pairs: Iterable[tuple[Any, str]]) -> Iterator[str]:
    yield from _list(title, [f"{label}: {_safe(words)}" for label, words in pairs])


def _list(title: str, sentences: Iterable[Any]) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield from (f"- {sentence}" for sentence in sentences)


def _safe(words: Any) -> str:
    """Keep what people typed on one line, so that it can't begin a heading or a row."""
    return " ".join(str(words).split())
