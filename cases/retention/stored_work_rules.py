"""The tables of work around a case, and what each of their fields is for (see ``stored_rules``). PURE."""

from collections.abc import Mapping

from cases.retention.stored_rules import Part, Stored, Who, Why, stored

YOUNG, STAFF = Who.YOUNG, Who.STAFF

OF_WORK: Mapping[str, Stored] = {
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
}
