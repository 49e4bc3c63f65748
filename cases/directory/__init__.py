"""Whom to call at police and justice: one list per table, with a backup, looked at again every few months.

rules.py   when an entry must be checked, and what may not stand in it (pure)
entry.py   the acts: add, change, check, take away
shown.py   the list as people read it, and what the contact form suggests

Nothing of a case stands here: it hangs on the wall beside the telephone.
"""
