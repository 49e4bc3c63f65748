"""Opinions: who works with a page says what helps or hinders there; nothing of a case comes along.

rules.py     how long a text may be, how long it is kept, from which day on it goes (pure)
opinion.py   the acts: give an opinion, answer it, forget old ones
shown.py     which page it is about, and the lists
What is kept of a page is the name of its route: no address, number, question or title. What is kept of a
person is the role and the kind of organisation, unless they say that they may be asked about it.
"""
