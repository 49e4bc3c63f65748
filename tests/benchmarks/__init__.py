"""Measurements, not tests: ``python -m tests.benchmarks.case_list``.

Each prints ratios to a floor that was measured in the same run, because a machine's own speed
says nothing. Importing this package starts PostgreSQL: Django reads its settings once, before
anything else of it can be imported.
"""

from tests.benchmarks.ground import prepare

prepare()
