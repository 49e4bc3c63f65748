"""Which tables hold what belongs to a case, and how each leads to it. PURE.

Written out by hand, so that somebody decides about every table: a test walks all tables of the software and
fails when one of them leads to a case and is not named here.
"""

CASE = "cases.Case"

#: table -> the fields that lead to another table of this list; the case itself leads nowhere.
LINKS: dict[str, tuple[str, ...]] = {
    CASE: (),
    # access
    "cases.AccessRequest": ("case", "participation"),
    "cases.CaseSeal": ("case",),
    "cases.ConflictBlock": ("case",),
    "cases.EmergencyAccess": ("case",),
    "cases.EmergencyReview": ("access",),
    "cases.ExistenceCheck": ("case",),
    "cases.OrganisationBlock": ("case",),
    # casefile
    "cases.CaseParticipation": ("case",),
    "cases.CaseUserObjectPermission": ("content_object",),
    "cases.Mark": ("case", "signal"),
    "cases.MarksWritten": ("case", "signal"),
    "cases.Overlap": ("case", "signal"),
    "cases.OverlapKey": ("case", "signal"),
    "cases.PutAside": ("case", "signal"),
    "cases.Note": ("case", "corrects"),
    "cases.TimelineEntry": ("case",),
    # coordination
    "cases.Action": ("case", "decision"),
    "cases.Ask": ("case",),
    "cases.LevelStep": ("case",),
    "cases.RiskJudgement": ("case",),
    "cases.CoordinatorAssignment": ("case",),
    "cases.CoordinationOffer": ("case", "replaces"),
    # intake
    "cases.Signal": ("case",),
    "cases.OutsiderCode": ("signal",),
    "cases.SignalAddition": ("signal",),
    "cases.SignalFeedback": ("signal",),
    "cases.SignalIndicator": ("signal",),
    "cases.SignalJoin": ("kept", "joined"),
    "cases.SignalSplit": ("original", "first", "second"),
    "cases.TriageStep": ("signal",),
    "cases.SheetRow": ("signal",),
    # meetings: the meeting itself is of everybody, and names no young person
    "cases.AgendaItem": ("case",),
    "cases.AgendaProposal": ("case", "item"),
    "cases.AgendaSetAside": ("case",),
    "cases.Decision": ("item",),
    "cases.ItemInvitation": ("item",),
    "cases.MinutesCorrection": ("item",),
    "cases.ItemAttendance": ("item",),
    "cases.ItemDraft": ("item",),
    "cases.ItemGuest": ("item",),
    # safety conditions
    "cases.ConditionLook": ("condition", "corrects"),
    "cases.SafetyCondition": ("case",),
    # meldcode
    "cases.ChildCheck": ("track",),
    "cases.Consultation": ("track",),
    "cases.MeldcodeTrack": ("case",),
    "cases.StepRecord": ("track",),
    "cases.Talk": ("track",),
    "cases.VeiligThuisAdvice": ("track",),
    "cases.VeiligThuisReport": ("track",),
    "cases.Weighing": ("track",),
    # missing
    "cases.AlertCall": ("episode",),
    "cases.AlertEvent": ("call",),
    "cases.AlertLevel": ("call",),
    "cases.CallHandover": ("call",),
    "cases.ColourLowering": ("episode",),
    "cases.EpisodeFact": ("episode",),
    "cases.MissingEpisode": ("case",),
    "cases.PatternDecision": ("case",),
    "cases.ReturnInterview": ("episode",),
    # pack
    "cases.GrabPack": ("case",),
    "cases.PackOffer": ("pack",),
    "cases.PackPhoto": ("pack",),
    # police
    "cases.ComplaintEntry": ("case",),
    "cases.PoliceContact": ("case",),
    "cases.PoliceRelease": ("contact",),
    # help after violence
    "cases.ForensicTrack": ("case",),
    "cases.ForensicStep": ("track",),
    # justice
    "cases.CourtDate": ("case",),
    "cases.InformationRequest": ("case",),
    "cases.EvidenceNote": ("case",),
    # safety in care
    "cases.SafetyIncident": ("case",),
    # safe contact
    "cases.ContactWay": ("case",),
    # what was said
    "cases.Account": ("case",),
    "cases.Exchange": ("account",),
    # reasons for sharing, and the own plan
    "cases.SharingReason": ("case",),
    "cases.OwnPlan": ("case",),
    # measures
    "cases.Measure": ("case",),
    "cases.RegistrationAnswer": ("case",),
    # handover
    "cases.CaseHandover": ("case",),
    # network
    "cases.NetworkThing": ("case",),
    "cases.NetworkLink": ("case", "first", "second"),
    # retention
    "cases.DestructionAgreement": ("proposal",),
    "cases.DestructionHold": ("proposal",),
    "cases.DestructionProposal": ("case",),
    # rights; a shielding of a colleague everywhere is of no case
    "cases.AccessReport": ("case",),
    "cases.Shielding": ("case",),
    "cases.RightsRequest": ("case", "correction"),
    "cases.Disagreement": ("case", "note"),
    # told to people, by a number and without a foreign key (see LOOSE)
    "cases.Delivery": ("notification",),
    "cases.DeliveryAttempt": ("delivery",),
    "cases.Notification": (),
    # the review of who read this case (see LOOSE)
    "cases.HoneytokenCase": (),
    "cases.ReviewItem": (),
    "cases.ReviewLine": ("item",),
    "cases.ReviewQuestion": ("item",),
    "cases.ReviewVerdict": ("item",),
    # whom it was about, unless another case is about the same person
    "cases.YoungPerson": (),
}

#: table -> the column that holds the case's id or number without a foreign key.
LOOSE: dict[str, tuple[str, ...]] = {
    "cases.AccessRequest": ("asked_number",),
    "cases.HoneytokenCase": ("case_id",),
    "cases.Notification": ("case_id", "number"),
    "cases.ReviewItem": ("case_number",),
}

#: What is kept, and why: references and codes, never content.
KEPT: dict[str, str] = {
    "cases.DestructionCertificate": "proves the destruction; holds the number and counts",
    "cases.LedgerLine": "who did or saw what; references and codes only, and never rewritten",
}

#: Tables whose own human number stands on messages about them.
NUMBERED = ("cases.AccessRequest", "cases.DestructionProposal", "cases.MissingEpisode", "cases.Signal")


def parents_first(links: dict[str, dict[str, str]]) -> list[str]:
    """Order tables so that each comes after those it leads to. ``links``: table -> field -> table.

    Raises: ValueError when tables lead to each other in a circle.
    """
    ordered: list[str] = []
    waiting = {table: set(targets.values()) - {table} for table, targets in links.items()}
    while waiting:
        ready = sorted(table for table, targets in waiting.items() if targets <= set(ordered))
        if not ready:
            raise ValueError(f"these tables lead to each other: {sorted(waiting)}")
        ordered += ready
        for table in ready:
            del waiting[table]
    return ordered
