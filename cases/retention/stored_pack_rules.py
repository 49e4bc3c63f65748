"""The tables of the grab pack, and what each of their fields is for (see ``stored_rules``). PURE."""

from collections.abc import Mapping

from cases.retention.stored_rules import Part, Stored, Who, Why, stored

YOUNG, FAMILY, OTHERS, STAFF = Who.YOUNG, Who.FAMILY, Who.OTHERS, Who.STAFF

OF_PACKS: Mapping[str, Stored] = {
    "cases.GrabPack": stored(
        Part.MISSING,
        Why.SEARCH,
        (YOUNG, FAMILY, OTHERS, STAFF),
        names="friends guardian",
        places="places addresses vehicles return_to",
        contact="phones accounts",
        looks="build height_cm hair eyes marks usual_clothes",
        health="medical_needs",
        terms="legal_title legal_title_note",
        people="owner_organisation owner confirmed_by",
        moments="photo_taken_on made_at confirmed_at reminded_at",
        links="case",
    ),
    "cases.PackPhoto": stored(
        Part.MISSING,
        Why.SEARCH,
        (YOUNG, STAFF),
        looks="content",
        people="placed_by",
        moments="placed_at",
        technical="width height",
        links="pack",
    ),
    "cases.PackOffer": stored(
        Part.MISSING,
        Why.SEARCH,
        (STAFF,),
        codes="state",
        people="from_organisation to_organisation offered_by answered_by",
        moments="offered_at answered_at",
        links="pack",
    ),
}
