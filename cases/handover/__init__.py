"""A whole case as a file, for the one organisation that takes it over.

rules.py      which tables go along and in which part, and what never does (pure)
handover.py   the acts: ask, show the password, fetch, stop
whole.py      the case as JSON, piece by piece
schema.py     how that file is built up; cases/handover/case.schema.json is drawn from it

When it is ready, shown and over is decided as for an export of the ledger (``cases/audit/bulk_rules.py``).
"""
