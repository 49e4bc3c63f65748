"""Attacks itself: every role of every kind of organisation tries every address, on a copy with planted words.

A copy of the database gets a word of its own in every text somebody once typed. Then everybody walks
everywhere, and whatever word turns up where a second, independent table (``truth.py``, written by hand)
says it may not be, is a leak. The copy is thrown away; the outcome is a row that auditors see.
"""
