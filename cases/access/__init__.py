"""The one door to a case: every page, list, count and search asks here first.

The gate gathers plain facts and the rules decide in a fixed order, and say why.
Outsiders learn nothing, not even that a case exists; insiders are told whom to ask.
Emergency access opens one case for a few hours, in the open, and is always reviewed.
Why somebody can see a case is shown by the same rules that let them in.
"""
