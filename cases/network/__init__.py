"""The network of a case: people, places, vehicles, phones and accounts around a young person, and how they
are linked; each with where it is known from, and in a part of the case.

rules.py         who sees what, what may be linked (pure)
layout_rules.py  where everything stands in the picture (pure)
marks_rules.py   phone, plate and address as keys that can be compared (pure)
thing.py         the acts: write down, correct, say that it is over
shown.py         picture and table, which say the same
recurrence.py    what also stands in other cases; for who coordinates
"""
