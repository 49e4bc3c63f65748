"""Statements that make the ledger and its seals append-only in the database itself. PURE.

Used by the migrations that install them, and by the tests that prove they bite.
"""

#: name of the triggers -> table
TABLES = {
    "ledger": "cases_ledgerline",
    "seal": "cases_ledgerseal",
    "certificate": "cases_destructioncertificate",
}
REFUSAL = "the ledger is append-only"
LATER = ("seal", "certificate")  # came after the ledger; shares its function on PostgreSQL


def sqlite_install(name: str) -> list[str]:
    """Give what refuses every change and removal on SQLite."""
    body = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {TABLES[name]} {body}",
        f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {TABLES[name]} {body}",
    ]


def sqlite_remove(name: str) -> list[str]:
    """Give what takes the triggers away again on SQLite."""
    return [f"DROP TRIGGER IF EXISTS {name}_no_update", f"DROP TRIGGER IF EXISTS {name}_no_delete"]


def postgresql_install(name: str) -> list[str]:
    """Give what refuses every change, removal and emptying on PostgreSQL."""
    table = TABLES[name]
    return [
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
        f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
    ]


def postgresql_remove(name: str) -> list[str]:
    """Give what takes the triggers away again on PostgreSQL; the function goes with the ledger's own."""
    table = TABLES[name]
    dropped = [
        f"DROP TRIGGER IF EXISTS {name}_no_change ON {table}",
        f"DROP TRIGGER IF EXISTS {name}_no_truncate ON {table}",
    ]
    return dropped if name in LATER else [*dropped, "DROP FUNCTION IF EXISTS ledger_refuse()"]


SQLITE_INSTALL = [statement for name in TABLES for statement in sqlite_install(name)]
SQLITE_REMOVE = [statement for name in TABLES for statement in sqlite_remove(name)]
