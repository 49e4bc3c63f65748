"""The rights of the young person and the parents: who looked, access, rectification, objection, erasure.

``access_report`` tells in plain words who looked in the file (NEN 7513), with names shielded where a reason
is recorded (``shielding``). Police matters, and that a case is sealed, are never told.
``request`` is the desk: each request has a term (``term_rules``), somebody responsible, a decision with
grounds and a letter; ``disagreement`` keeps the words of who does not agree beside the record.
"""
