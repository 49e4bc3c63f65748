"""The part of a story in which a professional follows the Meldcode."""

from cases.demo.clock import Story
from cases.demo.tale import Tale
from cases.meldcode import consultation, step, talk, track, veilig_thuis, weighing
from cases.meldcode.models import MeldcodeTrack, VeiligThuisReport
from cases.meldcode.rules import Answer, Answers, Unsafety
from cases.meldcode.step_rules import StepStatus

PROFILES = {"school": "education", "team": "neighbourhood_team", "institution": "youth_help"}

MAPPED = "Vijf keer afwezig, nieuwe spullen, wordt opgehaald. Gedrag is sinds de zomer veranderd."
ADVISED = "Zorgen gedeeld. Afgesproken eerst met de ouders te spreken en dan te wegen."
SPOKEN = "Moeder herkent de zorgen en wil hulp. Zij wist niet van de auto."
REASONS = {
    "q1": "De signalen van stap 1 wijzen op uitbuiting.",
    "q2": "Het gaat door en wordt vaker; de jongere kan er zelf niet uit.",
    "q3": "Wij kunnen dit niet alleen: er is meer nodig dan school kan geven.",
    "q4": "Moeder wil hulp, de jongere nog niet.",
    "q5": "Er is nog geen hulp die het heeft doen ophouden.",
}


def starts(tale: Tale, professional: str) -> MeldcodeTrack:
    """Start the professional's own track, with the profile of their sector."""
    home = tale.region.roles[professional][0]
    return track.start(tale.case, actor=tale.actor(professional), profile=PROFILES[home], now=tale.at)


def maps(tale: Tale, followed: MeldcodeTrack, professional: str) -> None:
    """Take step one."""
    who = tale.actor(professional)
    step.record(followed, actor=who, number=1, status=StepStatus.DONE, text=MAPPED, now=tale.at)


def maps_and_consults(tale: Tale, followed: MeldcodeTrack, professional: str) -> Story:
    """Take steps one and two."""
    maps(tale, followed, professional)
    yield tale.works(1, 4)
    consultation.record(
        followed,
        actor=tale.actor(professional),
        kind=tale.rng.choice(("safeguarding_lead", "colleague")),
        with_whom="Aandachtsfunctionaris",
        held_at=tale.at,
        outcome=ADVISED,
        status=StepStatus.DONE,
        now=tale.at,
    )


def talks(tale: Tale, followed: MeldcodeTrack, professional: str) -> None:
    """Hold the talk of step three, or leave it out on a ground."""
    if tale.chance(0.75):
        talk.hold(
            followed,
            actor=tale.actor(professional),
            with_whom="parents",
            held_at=tale.at,
            report=SPOKEN,
            status=StepStatus.DONE,
            now=tale.at,
        )
        return
    talk.omit(
        followed,
        actor=tale.actor(professional),
        with_whom="parents",
        ground="safety_of_child",
        reason="Thuis zou het gesprek gevaar opleveren; de jongere vraagt ons te wachten.",
        now=tale.at,
    )


def weighs_and_reports(tale: Tale, followed: MeldcodeTrack, professional: str) -> Story:
    """Weigh, decide to report and report to Veilig Thuis; gives the report."""
    answers = Answers(q1=Answer.YES, q2=Unsafety.YES_STRUCTURAL, q3=Answer.NO, q4=Answer.NO)
    reasons = {question: reason for question, reason in REASONS.items() if getattr(answers, question)}
    weighed = weighing.weigh(
        followed,
        actor=tale.actor(professional),
        answers=answers,
        reasons=reasons,
        status=StepStatus.DONE,
        now=tale.at,
    )
    yield tale.passes(hours=1)
    weighing.decide(
        weighed,
        actor=tale.actor(professional),
        report_decision="report",
        report_reason="Er is sprake van structurele onveiligheid.",
        help_decision="with_veilig_thuis",
        help_reason="Hulp wordt samen met Veilig Thuis afgesproken.",
        now=tale.at,
    )
    yield tale.passes(minutes=30)
    return reports(tale, followed, professional)


def reports(tale: Tale, followed: MeldcodeTrack, professional: str) -> VeiligThuisReport:
    """Report to Veilig Thuis now: its clock of five working days starts."""
    return veilig_thuis.report(
        followed,
        actor=tale.actor(professional),
        reported_at=tale.at,
        reference=f"VT-{tale.rng.randrange(10_000, 99_999)}",
        family_told="yes",
        family_told_note="",
        now=tale.at,
    )


def is_followed(tale: Tale, professional: str) -> Story:
    """Follow the whole Meldcode, from the first step to the end of the track."""
    followed = starts(tale, professional)
    yield from maps_and_consults(tale, followed, professional)
    yield tale.works(2, 8)
    talks(tale, followed, professional)
    yield tale.works(1, 5)
    report = yield from weighs_and_reports(tale, followed, professional)
    yield tale.works(4, 8)
    veilig_thuis.record_answer(
        report,
        actor=tale.actor(professional),
        kind="assessment",
        at=tale.at,
        text="Veilig Thuis doet geen onderzoek en draagt over aan het wijkteam.",
        now=tale.at,
    )
    yield tale.works(10, 30)
    reason = "Hulp is gestart en de melding is overgedragen."
    track.close(followed, actor=tale.actor(professional), reason=reason, now=tale.at)
