"""What people read for the coded values of police contact, and the guidance on listening well."""

from django.utils.translation import gettext_lazy as _

from cases.police.release_rules import Release
from cases.police.rules import (
    Advice,
    ClockKind,
    ClockState,
    ComplaintStage,
    ContactKind,
    Do,
    Dont,
    Examiner,
    GuardGround,
    Unit,
)

CONTACT_KINDS = [
    (ContactKind.INFORMAL_CONSULT.value, _("Informal consultation")),
    (ContactKind.NOTIFICATION.value, _("Report (melding)")),
    (ContactKind.INFORMATION_INTERVIEW.value, _("Information interview (informatief gesprek)")),
    (ContactKind.COMPLAINT.value, _("Criminal complaint (aangifte)")),
    (ContactKind.EX_OFFICIO.value, _("Investigation without a complaint")),
    (ContactKind.MISSING_REPORT.value, _("Report of a missing person")),
    (ContactKind.CARE_REPORT.value, _("Police care report (zorgmelding)")),
]

#: Who sought contact.
DIRECTIONS = [("out", _("We contacted them")), ("in", _("They contacted us"))]

RELEASES = [
    (Release.RELEASED.value, _("The police released it")),
    (Release.NOT_RELEASED.value, _("The police did not release it, or took that back")),
]

UNITS = [
    (Unit.NEIGHBOURHOOD_OFFICER.value, _("Neighbourhood police officer")),
    (Unit.TRAFFICKING_SPECIALIST.value, _("Human-trafficking detective")),
    (Unit.AVIM.value, _("AVIM (aliens police, identification and human trafficking)")),
    (Unit.EMM.value, _("EMM (national expertise centre)")),
    (Unit.SEXUAL_OFFENCES_UNIT.value, _("Sexual offences unit")),
    (Unit.MISSING_PERSONS_SPECIALIST.value, _("Missing-persons specialist")),
    (Unit.DUTY_DESK.value, _("Duty desk (112 or 0900-8844)")),
    (Unit.PUBLIC_PROSECUTOR.value, _("Public prosecutor")),
    (Unit.MILITARY_POLICE.value, _("Royal Netherlands Marechaussee")),
    (Unit.LABOUR_INSPECTORATE.value, _("Netherlands Labour Authority")),
    (Unit.RIEC.value, _("RIEC")),
]

STAGES = [
    (ComplaintStage.NONE_YET.value, _("Nothing recorded")),
    (ComplaintStage.NOTIFICATION.value, _("Reported to the police")),
    (ComplaintStage.INFORMATION_INTERVIEW.value, _("Information interview")),
    (ComplaintStage.CONSIDERATION_PERIOD.value, _("Time to think it over")),
    (ComplaintStage.COMPLAINT.value, _("Complaint made")),
    (ComplaintStage.NOT_YET.value, _("Not (yet)")),
    (ComplaintStage.NO_COMPLAINT.value, _("No complaint")),
    (ComplaintStage.EX_OFFICIO.value, _("Police act without a complaint")),
]

#: What to leave alone until the examination.
UNTIL_EXAMINED = "https://www.ggdzl.nl/english/sexual-health/getting-help-after-sexual-assault/"
PRATEN_MET_KINDEREN = "https://academiepratenmetkinderen.nl/tips/wanneer-moet-je-het-gesprek-stoppen/"
DESSAUR = "https://dessaurtrainingen.nl/blog/de-beste-vraag-die-je-een-kind-kunt-stellen/"
KIDDOCOM = (
    "https://www.kiddocom.org/praten-over-seksueel-misbruik-vooral-doen-let-wel-op-de-verschillende-kaders"
)
KINDERBESCHERMING = (
    "https://magazines.kinderbescherming.nl/kindermishandeling/2019/01/samenwerking-bij-zedenzaken"
)

#: The sources of the guidance, as a reader may open them.
GUIDANCE_SOURCES = [
    ("Academie Praten met Kinderen", PRATEN_MET_KINDEREN),
    ("Dessaur Trainingen", DESSAUR),
    ("KiddoCom", KIDDOCOM),
    ("Raad voor de Kinderbescherming", KINDERBESCHERMING),
]

DO = {
    Do.LISTEN_WITHOUT_CUTTING_OFF: _("Listen. Let the young person talk and do not cut them off."),
    Do.REPEAT_LITERAL_WORDS: _("Repeat their own words, literally."),
    Do.INVITE_OPENLY: _("Invite openly: “Can you tell me everything about it?” and “And then?”"),
    Do.ATTEND_TO_FEELINGS: _("Pay attention to how they feel now."),
    Do.ASK_ADVICE_FIRST: _("Ask the police or Veilig Thuis for advice first."),
    Do.WRITE_QUESTION_AND_ANSWER_VERBATIM: _("Write down your question and their answer, word for word."),
    Do.NOTE_TIME_AND_WHO_WAS_THERE: _("Write down when it was, who was there and who began."),
}

DONT = {
    Dont.QUESTION_ABOUT_THE_OFFENCE: _("Do not ask on about what happened; the police will."),
    Dont.ASK_LEADING_QUESTIONS: _("Do not put words or answers into their mouth."),
    Dont.ASK_WHY: _("Do not ask “why”; it feels like blame."),
    Dont.GIVE_OPINION: _("Do not give your opinion and do not confirm what you think."),
    Dont.PROMISE_SECRECY: _("Do not promise to keep it secret."),
    Dont.LET_SEVERAL_PEOPLE_ASK: _("Do not let several people ask the same questions."),
    Dont.CLARIFY_UNTRAINED: _("Is it unclear? Leave the clarifying talk to somebody trained for it."),
    Dont.MIX_IN_INTERPRETATION: _("Do not mix what you think with what was said."),
}

GUARD_GROUNDS = {
    GuardGround.EXPLOITATION_SUSPECTED: _("exploitation is suspected in this case"),
    GuardGround.OFFENCE_POSSIBLE: _("there may have been a criminal offence"),
    GuardGround.STATEMENT_EXPECTED: _("a talk with the police may follow"),
}

CLOCKS = {
    ClockKind.SEXUAL_ASSAULT_CENTRE: _("Centrum Seksueel Geweld and forensic examination"),
    ClockKind.HIV_PROPHYLAXIS: _("Treatment that prevents HIV (PEP)"),
    ClockKind.GHB_URINE: _("GHB in urine"),
    ClockKind.HEPATITIS_B: _("Hepatitis B"),
}

CLOCK_STATES = {
    ClockState.OPEN: _("Open"),
    ClockState.TIME_UNKNOWN: _("Treat as open"),
    ClockState.ASK_DOCTOR: _("Ask the doctor what is still possible"),
}

CLOCK_TONES = {ClockState.OPEN: "warning", ClockState.TIME_UNKNOWN: "warning", ClockState.ASK_DOCTOR: "info"}

ADVICE = {
    Advice.CALL_CSG_NOW: _("Call Centrum Seksueel Geweld now: 0800-0188, day and night."),
    Advice.CALL_CSG_FOR_ADVICE: _("Call Centrum Seksueel Geweld for advice: 0800-0188. Help goes on."),
    Advice.ASK_FOR_PROPHYLAXIS_NOW: _("Ask the centre about PEP now; the sooner, the better."),
    Advice.KEEP_URINE: _(
        "Can they not wait to go to the toilet? Keep the urine in a clean, closed jar for the centre."
    ),
    Advice.ASK_ABOUT_HEPATITIS_B: _("Ask the centre about protection against hepatitis B."),
}

EXAMINERS = {
    Examiner.LOEF: _("the national bureau for forensic examination of minors (LOEF)"),
    Examiner.REGIONAL_FORENSIC_PHYSICIAN: _("the regional forensic physician"),
    Examiner.ASK_CSG: _("whoever the centre says; the age is not known"),
}
