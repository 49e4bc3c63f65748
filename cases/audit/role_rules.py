"""What the site's own role in PostgreSQL may do, table by table, and what is too much or too little of it.

PURE. Whoever takes the site over, or types SQL into a hole in it, is this role: what it may not do, the
database refuses. The ledger and the old values can only be added to; what nobody throws away here cannot be
thrown away; and no table is made, changed or emptied. A table of one's own is refused as well, also one that
is gone with the session: under the name of the ledger it would take the lines.

The owner of the tables is another role. It migrates, and serves no pages.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from cases.audit.triggers import TABLES as APPEND_ONLY

#: Everything that PostgreSQL can grant on a table.
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")

READ = frozenset({"SELECT"})
ADD = READ | {"INSERT"}
CHANGE = ADD | {"UPDATE"}  # what locks a row needs UPDATE too
REMOVE = CHANGE | {"DELETE"}

#: Written by migrations, or by nobody: the site reads them.
READ_ONLY = frozenset(
    {
        "account_emailconfirmation",
        "auth_group_permissions",
        "auth_permission",
        "django_content_type",
        "django_migrations",
        "guardian_groupobjectpermission",
        "guardian_userobjectpermission",
        "organisations_user_user_permissions",
    }
)

#: From these the site takes rows away, and why. Their history, where they have one, keeps the last values.
REMOVED_FROM = {
    "cases_caseuserobjectpermission": "a colleague is no longer named on a case",
    "cases_existencecheck": "a question is forgotten after a month",
    "cases_opinion": "an opinion about a page is forgotten after a year",
    "cases_overlapkey": "overlaps are found by what is written down now, and by nothing else",
    "cases_markswritten": "what was compared is counted for a day, and then forgotten",
    "cases_mark": "somebody is recognised by what is written down now, and by nothing else",
    "cases_packphoto": "a photo is taken out of a grab pack, and kept nowhere",
    "django_session": "sessions end",
    "mfa_authenticator": "a lost second step is taken away",
    "organisations_actnarrowing": "an organisation gives an act back to a role",
    "organisations_contactchannel": "somebody has another phone or address",
    "organisations_covenantclause": "a draft loses a clause",
    "organisations_covenantparty": "a draft loses a party",
    "organisations_covenantwording": "a draft loses a wording",
    "organisations_dutyoverride": "a roster changes",
    "organisations_dutyshift": "a roster changes",
    "organisations_escalationstep": "an organisation calls by fewer levels",
    "organisations_pushdevice": "a device gets no notifications any more",
    "organisations_letter": "a letter that was not sent is taken back",
    "organisations_organisationgroupobjectpermission": "the acts of a role follow roles.py",
    "organisations_user_groups": "somebody gets another role",
    "usersessions_usersession": "sessions end",
}

#: Attributes of a role that pass every wall: column of pg_roles -> word.
POWERS = {
    "rolsuper": "SUPERUSER",
    "rolcreatedb": "CREATEDB",
    "rolcreaterole": "CREATEROLE",
    "rolreplication": "REPLICATION",
    "rolbypassrls": "BYPASSRLS",
}


def rights_on(table: str, *, is_history: bool) -> frozenset[str]:
    """Give what the site may do with a table."""
    if is_history or table in APPEND_ONLY.values():
        return ADD
    if table in READ_ONLY:
        return READ
    return REMOVE if table in REMOVED_FROM else CHANGE


def statements(
    role: str, *, database: str, schema: str, given: Mapping[str, Set[str]], is_new: bool
) -> list[str]:
    """Give the statements that make a role exactly this; run again after each migration.

    ``given``: rights per table. Names are quoted here; a role is made without a password.
    """
    who, home, place = quoted(role), quoted(database), quoted(schema)
    made = [f"CREATE ROLE {who} LOGIN"] if is_new else []
    taken = [
        f"REVOKE CREATE, TEMPORARY ON DATABASE {home} FROM PUBLIC",
        f"REVOKE ALL ON DATABASE {home} FROM {who}",
        f"REVOKE CREATE ON SCHEMA {place} FROM PUBLIC",
        f"REVOKE ALL ON SCHEMA {place} FROM {who}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {place} FROM PUBLIC, {who}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {place} FROM PUBLIC, {who}",
        f"GRANT CONNECT ON DATABASE {home} TO {who}",
        f"GRANT USAGE ON SCHEMA {place} TO {who}",
    ]
    return [*made, *taken, *_grants(who, place, given)]


def quoted(name: str) -> str:
    """Give a name as SQL reads it, whatever is in it."""
    return '"{}"'.format(name.replace('"', '""'))


def _grants(who: str, place: str, given: Mapping[str, Set[str]]) -> list[str]:
    """Give one statement per set of rights, its tables below each other."""
    sets: dict[tuple[str, ...], list[str]] = {}
    for table in sorted(given):
        rights = tuple(right for right in RIGHTS if right in given[table])
        sets.setdefault(rights, []).append(f"{place}.{quoted(table)}")
    return [
        f"GRANT {', '.join(rights)} ON TABLE\n    " + ",\n    ".join(tables) + f"\n    TO {who}"
        for rights, tables in sorted(sets.items())
    ]


# -- What a role turns out to be able to do ----------------------------------------------------------------


class Fault(StrEnum):
    """In what way a role differs from what it should be."""

    POWER = "power"
    MEMBER = "member"
    OWNER = "owner"
    MAKES = "makes"
    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class Held:
    """What a role holds, as the database says. ``makes``: where it may make things (database, schema …)."""

    role: str
    powers: Sequence[str] = ()
    member_of: Sequence[str] = ()
    owns: Sequence[str] = ()
    makes: Sequence[str] = ()
    rights: Mapping[str, Set[str]] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a role differs: what kind, which rights or powers, on what."""

    fault: Fault
    what: str
    on: tuple[str, ...] = ()


def excess(held: Held, given: Mapping[str, Set[str]]) -> list[Difference]:
    """Give everything that a role can do beyond what it needs; a superuser needs no further list."""
    if POWERS["rolsuper"] in held.powers:
        return [Difference(Fault.POWER, POWERS["rolsuper"])]
    found = [Difference(Fault.POWER, power) for power in held.powers]
    found += [Difference(Fault.MEMBER, other) for other in held.member_of]
    if held.owns:
        found.append(Difference(Fault.OWNER, "", tuple(sorted(held.owns))))
    if held.makes:
        found.append(Difference(Fault.MAKES, "", tuple(held.makes)))
    rights = held.rights or {}
    more = {table: has - given.get(table, frozenset()) for table, has in rights.items()}
    return found + _per_right(Fault.MORE, more)


def shortage(held: Held, given: Mapping[str, Set[str]]) -> list[Difference]:
    """Give what a role needs and does not hold, as after a migration."""
    rights = held.rights or {}
    less = {table: wanted - rights[table] for table, wanted in given.items() if table in rights}
    return _per_right(Fault.LESS, less)


def _per_right(fault: Fault, tables: Mapping[str, Iterable[str]]) -> list[Difference]:
    found = []
    for right in RIGHTS:
        on = tuple(sorted(table for table, rights in tables.items() if right in rights))
        if on:
            found.append(Difference(fault, right, on))
    return found
