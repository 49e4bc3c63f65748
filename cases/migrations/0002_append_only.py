"""Make the ledger and its seals append-only in the database itself (PostgreSQL and SQLite)."""

from django.db import migrations

from cases.audit import triggers


NAMES = ("ledger", "seal")  # what stood in triggers.TABLES when this was written


def install(apps, schema_editor):
    statements = {
        "sqlite": triggers.sqlite_install,
        "postgresql": triggers.postgresql_install,
    }[schema_editor.connection.vendor]
    for name in NAMES:
        for statement in statements(name):
            schema_editor.execute(statement)


def remove(apps, schema_editor):
    statements = {
        "sqlite": triggers.sqlite_remove,
        "postgresql": triggers.postgresql_remove,
    }[schema_editor.connection.vendor]
    for name in reversed(NAMES):
        for statement in statements(name):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_house")]

    operations = [migrations.RunPython(install, remove)]
