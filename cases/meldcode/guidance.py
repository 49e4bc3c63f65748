"""Short help beside each step, in plain words, with where it comes from and when that was looked up."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.meldcode.profile_rules import SectorProfile
from cases.meldcode.step_rules import Step


@dataclass(frozen=True, slots=True)
class Source:
    """A page that the help rests on."""

    label: str
    url: str
    seen: date


@dataclass(frozen=True, slots=True)
class Guide:
    """What a step asks of somebody."""

    title: Promise
    lines: tuple[Promise, ...]
    sources: tuple[Source, ...]


SEEN = date(2026, 11, 23)  # the day on which the facts of these pages were last gone through


def _source(label: str, url: str) -> Source:
    return Source(label, url, SEEN)


KNMG = _source(
    "KNMG",
    "https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/stap-5-beslissen-over-melden-via-afwegingskader",
)
NJI = _source("NJi", "https://www.nji.nl/kindermishandeling/afwegingskader-meldcode")
QUESTIONS = _source("afwegingskadermeldcode.nl", "https://www.afwegingskadermeldcode.nl/veelgestelde-vragen/")

STEPS = {
    Step.MAP_SIGNALS.number: Guide(
        title=_("What do you do in step 1?"),
        lines=(
            _("Write down what you saw and heard. Keep facts apart from what you think of them."),
            _("Did you hear it from somebody else? Say from whom."),
            _("Do children depend on your client? Do the child check."),
        ),
        sources=(
            _source("augeo.nl", "https://www.augeo.nl/nl-nl/kindcheck"),
            _source("lkah.nl", "https://lkah.nl/kindcheck"),
        ),
    ),
    Step.CONSULT.number: Guide(
        title=_("What do you do in step 2?"),
        lines=(
            _("Never act alone. Talk with a colleague or with the safeguarding lead."),
            _("Ask Veilig Thuis for advice whenever you want: 0800-2000, day and night, without a name."),
            _("Agree on who does what, and who keeps the overview."),
        ),
        sources=(
            _source(
                "handelingsprotocol.nl", "https://handelingsprotocol.nl/utrecht-amw-stap-3-consultatie-3"
            ),
        ),
    ),
    Step.TALK.number: Guide(
        title=_("What do you do in step 3?"),
        lines=(
            _("Say why you talk, what worries you, and ask how they see it. Write down what you agree."),
            _("Up to 16 years, parents with authority take part. Younger children may be heard as well."),
            _("Leave the talk out only when it would make things unsafe, and write down why."),
        ),
        sources=(
            _source("handelingsprotocol.nl", "https://handelingsprotocol.nl/utrecht-amw-stap-3-gesprek-3"),
            _source(
                "nvo.nl",
                "https://www.nvo.nl/veelgestelde-vragen/meldrecht-veilig-thuis-en-het-gesprek-met-ouders",
            ),
        ),
    ),
    Step.WEIGH.number: Guide(
        title=_("What do you do in step 4?"),
        lines=(
            _("Weigh how serious it is and how great the danger is, with everything from steps 1 to 3."),
            _("In doubt? Always consult Veilig Thuis. For injuries, ask a forensic expert."),
            _("Human trafficking or exploitation of a minor counts as acute unsafety."),
        ),
        sources=(
            _source(
                "ggdzeeland.nl",
                "https://www.ggdzeeland.nl/seksualiteit-en-soa/seksualiteit/seksueel-geweld/voor-professionals/",
            ),
            _source("interventieacademie.nl", "https://www.interventieacademie.nl/afwegingsvraag-2/"),
        ),
    ),
    Step.DECIDE.number: Guide(
        title=_("What do you do in step 5?"),
        lines=(
            _("Take two decisions, in this order: is a report necessary, and is help (also) possible?"),
            _("A report never replaces help. If you report, you agree on the help with Veilig Thuis."),
            _("Tell the family that you report, unless that makes things unsafe."),
        ),
        sources=(NJI, KNMG, _source("moetd.nl", "https://www.moetd.nl/MeldcodeStap5.html")),
    ),
}


def of_profile(profile: SectorProfile) -> tuple[Source, ...]:
    """Give the pages that a sector's profile rests on, each named after its site."""
    return tuple(_source(urlsplit(url).hostname.removeprefix("www."), url) for url in profile.sources)


VEILIG_THUIS = Guide(
    title=_("Advice or report?"),
    lines=(
        _("Advice is possible in every step. The young person stays anonymous."),
        _("A report carries names. Veilig Thuis assesses safety within five working days and tells you."),
        _("Have you heard nothing after that? Call Veilig Thuis: 0800-2000."),
    ),
    sources=(QUESTIONS,),
)

CHILD_CHECK = Guide(
    title=_("When do you do the child check?"),
    lines=(
        _("At the first talk, when treatment is evaluated, and whenever you worry."),
        _("No answer is not the same as no: then somebody has to take over, or you go on."),
    ),
    sources=(_source("lkah.nl", "https://lkah.nl/kindcheck"),),
)

#: On what the verdict on the weighing questions rests.
FRAMEWORK = (
    NJI,
    _source("handelingsprotocol.nl", "https://handelingsprotocol.nl/utrecht-kz-stap-5-hulp-of-melden"),
    KNMG,
)
