"""The rights of the young person and the parents: who looked, access, rectification, objection, erasure.

``access_report`` tells in plain words who looked in the file (NEN 7513), with names shielded where a reason
is recorded (``shielding``). Police matters, and that a case is sealed, are never told.
"""
