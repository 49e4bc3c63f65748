"""People management by an organisation's own administrator, without any case content.

Somebody is invited by mail, sets a password and starts; works for one home organisation and
may be seconded to another from a day to a day; is introduced before opening cases where the
organisation asks for that; and is looked at once a year in the review of rights.
What is owed by mail is a row first (``post.py``).
"""
