"""The tables of missing, safe contact and police, and what each field is for (see ``stored_rules``). PURE."""

from collections.abc import Mapping

from cases.retention.stored_rules import Part, Stored, Who, Why, stored

YOUNG, FAMILY, OTHERS, STAFF = Who.YOUNG, Who.FAMILY, Who.OTHERS, Who.STAFF

IN_SEARCH: Mapping[str, Stored] = {
    "cases.MissingEpisode": stored(
        Part.MISSING,
        Why.SEARCH,
        (YOUNG, OTHERS, STAFF),
        names="last_seen_with",
        places="last_seen_place found_place",
        contact="phone_number",
        looks="clothing taken_along",
        health="found_condition medication",
        words="message_left actions_taken circumstances colour_reason found_by withdrawn_reason",
        codes="grounds unclear taken colour police_told status found_violence",
        people="raised_by raised_by_organisation closed_by",
        moments="raised_at woken_at missing_since last_seen_at found_at closed_at",
        links="number case police_reference",
    ),
    "cases.EpisodeFact": stored(
        Part.MISSING,
        Why.SEARCH,
        (YOUNG, OTHERS, STAFF),
        words="text",
        codes="kind",
        people="by organisation",
        moments="happened_at at",
        links="episode",
    ),
    "cases.AlertCall": stored(
        Part.MISSING,
        Why.SEARCH,
        (STAFF,),
        codes="state round level",
        people="organisation acknowledged_by",
        moments="called_at next_due_at acknowledged_at confirmed_at reminded_at",
        links="episode",
    ),
    "cases.AlertLevel": stored(
        Part.MISSING, Why.SEARCH, (STAFF,), codes="order calls duty_level wait_seconds", links="call"
    ),
    "cases.AlertEvent": stored(
        Part.MISSING,
        Why.SEARCH,
        (STAFF,),
        codes="kind level people",
        people="user",
        moments="at",
        links="call",
    ),
    "cases.PatternDecision": stored(
        Part.MISSING,
        Why.SEARCH,
        (YOUNG, STAFF),
        words="reason",
        codes="patterns outcome",
        people="by organisation",
        moments="at",
        links="case",
    ),
    "cases.ReturnInterview": stored(
        Part.MISSING,
        Why.RETURN,
        (YOUNG, STAFF),
        words="interviewer ties_reason own_words agreements refused_reason",
        codes="ties",
        people="interviewer_organisation recorded_by",
        moments="due_at offered_at held_at recorded_at",
        links="episode",
    ),
    "cases.ContactWay": stored(
        Part.IDENTITY,
        Why.CARE,
        (YOUNG, FAMILY, OTHERS, STAFF),
        contact="address",
        words="whose read_by code_word",
        codes="kind safety",
        people="checked_by organisation",
        moments="from_time until_time checked_at ended_at",
        links="case",
    ),
    "cases.PoliceContact": stored(
        Part.POLICE,
        Why.POLICE,
        (YOUNG, OTHERS, STAFF),
        names="person",
        offences="given received agreement",
        words="purpose",
        codes="kind",
        terms="legal_ground",
        people="unit by organisation",
        moments="happened_at at",
        links="case",
    ),
    "cases.ComplaintEntry": stored(
        Part.POLICE,
        Why.POLICE,
        (YOUNG, STAFF),
        offences="stage wish note",
        people="by organisation",
        moments="agreed_until happened_at at",
        links="case",
    ),
}
