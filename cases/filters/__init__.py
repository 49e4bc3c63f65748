"""Filters: who asks the same of a list every day keeps the question under a name, and may share it.

rules.py     which question may be kept, under which name? (pure)
kept.py      the acts: keep a filter, change it, throw it away
shown.py     the filters above a list
What is shared is the question, never the answer: each reader sees their own cases and their own work.
"""
