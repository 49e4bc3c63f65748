"""What the site's own role may do, and what is too much: tables of rights without a database."""

import pytest

from cases.audit import role_rules as rules
from cases.audit.role_rules import Difference, Fault, Held

GIVEN = {
    "cases_ledgerline": rules.ADD,
    "cases_case": rules.CHANGE,
    "django_session": rules.REMOVE,
    "auth_permission": rules.READ,
}


def held(**more: object) -> Held:
    """Give a role that holds exactly what it should, unless told otherwise."""
    values = {"role": "web", "rights": dict(GIVEN), **more}
    return Held(**values)


@pytest.mark.parametrize(
    ("table", "is_history", "rights"),
    [
        ("cases_ledgerline", False, {"SELECT", "INSERT"}),
        ("cases_ledgerseal", False, {"SELECT", "INSERT"}),
        ("cases_historicalnote", True, {"SELECT", "INSERT"}),
        ("cases_note", False, {"SELECT", "INSERT", "UPDATE"}),
        ("cases_caseuserobjectpermission", False, {"SELECT", "INSERT", "UPDATE", "DELETE"}),
        ("auth_permission", False, {"SELECT"}),
        ("django_migrations", False, {"SELECT"}),
    ],
)
def test_each_kind_of_table_has_its_rights(table: str, is_history: bool, rights: set[str]) -> None:
    assert rules.rights_on(table, is_history=is_history) == rights


def test_the_statements_take_everything_before_they_give() -> None:
    made = rules.statements("web", database="zorg", schema="public", given=GIVEN, is_new=True)
    assert made[0] == 'CREATE ROLE "web" LOGIN'
    kinds = [statement.split()[0] for statement in made[1:]]
    assert kinds == sorted(kinds, reverse=True)  # REVOKE, then GRANT
    granted = [statement for statement in made if '"cases_ledgerline"' in statement]
    assert granted == ['GRANT SELECT, INSERT ON TABLE\n    "public"."cases_ledgerline"\n    TO "web"']


def test_a_role_that_stands_is_not_made_again() -> None:
    made = rules.statements("web", database="zorg", schema="public", given=GIVEN, is_new=False)
    assert not [statement for statement in made if "CREATE ROLE" in statement]


def test_a_name_cannot_say_more_than_a_name() -> None:
    assert rules.quoted('x" TO PUBLIC; --') == '"x"" TO PUBLIC; --"'


def test_a_role_that_holds_what_it_needs_differs_in_nothing() -> None:
    assert rules.excess(held(), GIVEN) == []
    assert rules.shortage(held(), GIVEN) == []


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"powers": ["SUPERUSER", "CREATEDB"], "owns": ["x"]}, [Difference(Fault.POWER, "SUPERUSER")]),
        ({"powers": ["CREATEROLE"]}, [Difference(Fault.POWER, "CREATEROLE")]),
        ({"member_of": ["owner"]}, [Difference(Fault.MEMBER, "owner")]),
        ({"owns": ["b", "a"]}, [Difference(Fault.OWNER, "", ("a", "b"))]),
        (
            {"makes": ["TEMPORARY ON DATABASE"]},
            [Difference(Fault.MAKES, "", ("TEMPORARY ON DATABASE",))],
        ),
        (
            {"rights": {**GIVEN, "cases_ledgerline": rules.ADD | {"UPDATE"}}},
            [Difference(Fault.MORE, "UPDATE", ("cases_ledgerline",))],
        ),
        (
            {"rights": {**GIVEN, "of_somebody_else": {"SELECT"}}},
            [Difference(Fault.MORE, "SELECT", ("of_somebody_else",))],
        ),
    ],
)
def test_each_way_to_do_more_is_told(more: dict[str, object], found: list[Difference]) -> None:
    assert rules.excess(held(**more), GIVEN) == found


def test_a_right_that_is_lacking_is_told_and_a_table_to_come_is_not() -> None:
    less = {"cases_case": rules.READ, "cases_ledgerline": rules.ADD, "django_session": rules.REMOVE}
    assert rules.shortage(held(rights=less), GIVEN) == [
        Difference(Fault.LESS, "INSERT", ("cases_case",)),
        Difference(Fault.LESS, "UPDATE", ("cases_case",)),
    ]
