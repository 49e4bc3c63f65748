"""The tables of work around a case, and what each of their fields is for (see ``stored_rules``). PURE."""

from collections.abc import Mapping

from cases.retention.stored_rules import Part, Stored, Who, Why, stored

YOUNG, FAMILY, OTHERS, STAFF = Who.YOUNG, Who.FAMILY, Who.OTHERS, Who.STAFF
REPORTERS = Who.REPORTERS

OF_WORK: Mapping[str, Stored] = {
    "cases.Ask": stored(
        Part.CHOSEN,
        Why.CARE,
        (YOUNG, FAMILY, OTHERS, STAFF),
        words="question answer declined_reason",
        codes="compartment state told",
        people="asked_by from_organisation to_organisation accepted_by ended_by",
        moments="due_on asked_at accepted_at ended_at",
        links="case",
    ),
    "cases.ItemInvitation": stored(
        Part.CORE, Why.TABLE, (YOUNG, STAFF), people="organisation", moments="withdrawn_at", links="item"
    ),
    "cases.AgendaSetAside": stored(
        Part.CORE,
        Why.TABLE,
        (YOUNG, STAFF),
        words="reason",
        people="host by",
        moments="at",
        links="case keys",
    ),
    "cases.GuideClosed": stored(
        Part.STAFF, Why.CARE, (STAFF,), codes="role", people="user organisation", moments="closed_at"
    ),
    "cases.SavedFilter": stored(
        Part.STAFF,
        Why.CARE,
        (STAFF,),
        words="name",
        codes="listing asked is_shared is_first",
        people="user organisation",
        moments="made_at ended_at",
    ),
    "cases.Opinion": stored(
        Part.STAFF,
        Why.WORK,
        (STAFF,),
        words="text answer",
        codes="number kind page role organisation_kind",
        people="by organisation handled_by",
        moments="given_on handled_at",
    ),
    "cases.CalendarFeed": stored(
        Part.STAFF,
        Why.TABLE,
        (STAFF,),
        people="user organisation",
        moments="made_at ended_at",
        seals="digest sealed",
    ),
    "cases.MinutesSignature": stored(
        Part.CORE, Why.TABLE, (STAFF,), people="organisation by", moments="at", links="meeting"
    ),
    "cases.MinutesCorrection": stored(
        Part.CORE,
        Why.TABLE,
        (YOUNG, STAFF),
        words="text",
        codes="about",
        people="by organisation",
        moments="at",
        links="item",
    ),
    "cases.LevelStep": stored(
        Part.CORE,
        Why.CARE,
        (YOUNG, STAFF),
        words="reason people_told",
        names="decided_by",
        codes="from_rung to_rung",
        people="by organisation",
        moments="decided_on at",
        links="case",
    ),
    "cases.RiskJudgement": stored(
        Part.SIGNALS,
        Why.CARE,
        (YOUNG, OTHERS, STAFF),
        words="words reason",
        people="by organisation",
        moments="review_on at ended_at reminded_at",
        links="case",
    ),
    "cases.CoordinationOffer": stored(
        Part.CORE,
        Why.CARE,
        (YOUNG, STAFF),
        words="reason introduce refusal",
        codes="newly_named seen state",
        people="coordinator deputy offered_by organisation ended_by",
        moments="offered_at due_at escalated_at coordinator_yes_at deputy_yes_at ended_at settled_at",
        links="case replaces",
    ),
    "cases.Sheet": stored(
        Part.SIGNALS,
        Why.SIGNALS,
        (YOUNG, OTHERS, REPORTERS, STAFF),
        words="headings meant",
        codes="state is_whole trouble",
        people="organisation sent_by started_by",
        moments="sent_at started_at ended_at emptied_at",
        links="number covenant remembered",
    ),
    "cases.SheetPart": stored(
        Part.SIGNALS,
        Why.SIGNALS,
        (YOUNG, OTHERS, REPORTERS),
        words="content",
        codes="rows new known refused faults",
        moments="claimed_until checked_at brought_in_at",
        links="sheet position keys",
    ),
    "cases.SheetRow": stored(
        Part.SIGNALS,
        Why.SIGNALS,
        (YOUNG, OTHERS, REPORTERS),
        people="organisation",
        links="signal sheet covenant number key digest",
    ),
    "cases.SignalJoin": stored(
        Part.SIGNALS,
        Why.SIGNALS,
        (YOUNG, REPORTERS, STAFF),
        words="reason end_reason",
        codes="status_before was_in_case",
        people="by organisation ended_by",
        moments="at ended_at",
        links="kept joined",
    ),
    "cases.SignalSplit": stored(
        Part.SIGNALS,
        Why.SIGNALS,
        (YOUNG, STAFF),
        words="reason end_reason",
        codes="status_before",
        people="by organisation ended_by",
        moments="at ended_at",
        links="original first second",
    ),
    "cases.MarksWritten": stored(
        Part.IDENTITY,
        Why.CARE,
        (YOUNG, STAFF),
        codes="is_new",
        people="by organisation",
        moments="at held_at compared_at",
        links="case signal",
    ),
    "cases.PutAside": stored(
        Part.CORE,
        Why.CARE,
        (YOUNG, STAFF),
        words="reason",
        codes="work",
        people="user organisation",
        moments="put_at until ended_at",
        links="case signal item key stamp",
    ),
    "cases.Overlap": stored(
        Part.IDENTITY,
        Why.CARE,
        (YOUNG, STAFF),
        codes="answer outcome",
        people="answered_by answered_for",
        moments="found_at due_at answered_at ended_at",
        links="pair case signal",
    ),
    "cases.OverlapKey": stored(
        Part.IDENTITY, Why.CARE, (YOUNG, OTHERS), secrets="digest", links="case signal covenant"
    ),
}
