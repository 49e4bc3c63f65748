"""Gives the site a role of its own in PostgreSQL, and tells when the connected one can do more (bar S16).

Nothing here asks for a table of ours: it is also read while Django starts.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Warning
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.audit import role_rules as rules
from cases.audit.role_rules import Difference, Fault, Held

MIGRATIONS = "django_migrations"  # the one table without a model
SHOWN = 3

_ROLE = """
SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls
FROM pg_roles WHERE rolname = session_user
"""
_OTHERS = """
SELECT rolname FROM pg_roles
WHERE rolname <> session_user AND pg_has_role(session_user, oid, 'MEMBER') ORDER BY rolname
"""
_MAKES = """
SELECT what FROM (VALUES
    ('CREATE ON DATABASE', has_database_privilege(session_user, current_database(), 'CREATE')),
    ('TEMPORARY ON DATABASE', has_database_privilege(session_user, current_database(), 'TEMPORARY')),
    ('CREATE ON SCHEMA', has_schema_privilege(session_user, current_schema(), 'CREATE'))
) AS asked (what, may) WHERE may
"""
_TABLES = """
SELECT relname, pg_has_role(session_user, relowner, 'MEMBER'),
    ARRAY(SELECT wanted FROM unnest(%s::text[]) AS wanted WHERE CASE
        WHEN wanted IN ('DELETE', 'TRUNCATE', 'TRIGGER') THEN has_table_privilege(session_user, oid, wanted)
        ELSE has_any_column_privilege(session_user, oid, wanted) END)
FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
"""

SENTENCES = {
    Fault.POWER: gettext_lazy("The role %(role)s has %(what)s."),
    Fault.MEMBER: gettext_lazy("The role %(role)s can act as %(what)s."),
    Fault.OWNER: gettext_lazy("The role %(role)s owns tables, so it can change or drop them: %(on)s."),
    Fault.MAKES: gettext_lazy("The role %(role)s can make things of its own: %(on)s."),
    Fault.MORE: gettext_lazy("The role %(role)s has %(what)s where the site does not need it: %(on)s."),
    Fault.LESS: gettext_lazy("The role %(role)s lacks %(what)s, which the site needs: %(on)s."),
}


class RoleCanDoMoreError(RuntimeError):
    """The connected role can do more than the site needs: the database does not guard the ledger."""


def is_offered() -> bool:
    """Tell whether this database knows roles at all."""
    return connection.vendor == "postgresql"


def statements(role: str) -> list[str]:
    """Give the statements that make a role of this name the site's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), current_schema()")
        database, schema = cursor.fetchone()
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        is_new = cursor.fetchone() is None
    return rules.statements(role, database=database, schema=schema, given=given(), is_new=is_new)


def apply(role: str) -> None:
    """Carry the statements out, all or none; the connected role must own the tables."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements(role):
            cursor.execute(statement)


def given() -> dict[str, frozenset[str]]:
    """Give what the site may do with each of its tables."""
    found = {
        model._meta.db_table: rules.rights_on(
            model._meta.db_table, is_history=hasattr(model, "instance_type")
        )
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return {**found, MIGRATIONS: rules.rights_on(MIGRATIONS, is_history=False)}


def held() -> Held:
    """Give what the role holds that this process is connected with. Four queries."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        name, *powers = cursor.fetchone()
        cursor.execute(_OTHERS)
        others = [other for (other,) in cursor.fetchall()]
        cursor.execute(_MAKES)
        makes = [what for (what,) in cursor.fetchall()]
        cursor.execute(_TABLES, [list(rules.RIGHTS)])
        tables = cursor.fetchall()
    return Held(
        role=name,
        powers=[word for word, has in zip(rules.POWERS.values(), powers, strict=True) if has],
        member_of=others,
        owns=[table for table, owns, _rights in tables if owns],
        makes=makes,
        rights={table: frozenset(rights) for table, _owns, rights in tables},
    )


def excess() -> list[str]:
    """Give a sentence for everything that the connected role can do beyond what the site needs."""
    if not is_offered():
        return []
    holds = held()
    return tell(holds, rules.excess(holds, given()))


def demand_no_more() -> None:
    """Pass when the connected role can do what the site needs and no more.

    Raises:
        RoleCanDoMoreError: it can do more.
    """
    found = excess()
    if found:
        raise RoleCanDoMoreError(" ".join(found))


def tell(holds: Held, found: Sequence[Difference]) -> list[str]:
    """Give differences as sentences."""
    return [
        str(SENTENCES[one.fault]) % {"role": holds.role, "what": one.what, "on": _some(one.on)}
        for one in found
    ]


def check(app_configs: Any = None, databases: Any = None, **options: Any) -> list[CheckMessage]:
    """Warn at ``check --deploy --database default`` when the role can do more than it needs, or less."""
    if not databases or not is_offered():
        return []
    holds = held()
    hint = _("Run manage.py database_roles --apply as the owner; let DATABASE_URL name the site's role.")
    more = tell(holds, rules.excess(holds, given()))
    less = [] if rules.POWERS["rolsuper"] in holds.powers else tell(holds, rules.shortage(holds, given()))
    return [
        *(Warning(sentence, hint=hint, id="zorgtafel.W001") for sentence in more),
        *(Warning(sentence, hint=hint, id="zorgtafel.W002") for sentence in less),
    ]


def _some(names: Sequence[str]) -> str:
    """Give a few names and how many more there are."""
    shown = ", ".join(names[:SHOWN])
    more = len(names) - SHOWN
    return shown if more <= 0 else _("%(names)s and %(count)s more") % {"names": shown, "count": more}
