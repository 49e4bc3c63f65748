"""Let the database itself keep the ledger, its seals and the certificates as they were written.

And open one narrow way in which the rows of a destroyed case can go (PostgreSQL and SQLite).
"""

from django.db import migrations

from cases.audit import triggers
from cases.retention import erase_rules

NAMES = ("ledger", "seal", "certificate")  # what stood in triggers.TABLES when this was written


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        statements = [statement for name in NAMES for statement in triggers.sqlite_install(name)]
    else:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            (schema,) = cursor.fetchone()
        statements = [statement for name in NAMES for statement in triggers.postgresql_install(name)]
        statements += erase_rules.postgresql_install(schema)
    for statement in statements:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        statements = [statement for name in reversed(NAMES) for statement in triggers.sqlite_remove(name)]
    else:
        statements = [statement for name in reversed(NAMES) for statement in triggers.postgresql_remove(name)]
        statements = [*erase_rules.postgresql_remove(), *statements]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_house")]

    operations = [migrations.RunPython(install, remove)]
