"""Measurements, not tests: ``python -m tests.benchmarks.case_list``. Each prints ratios to a floor
that was measured in the same run, because a machine's own speed says nothing."""
