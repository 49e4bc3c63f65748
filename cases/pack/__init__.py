"""The grab pack: what one needs to search with, written down before somebody is missing, and sealed.

The institution that looks after a young person keeps it (the British *Philomena protocol*, part 1), with a
named owner who confirms it every quarter. Nobody else can read it, until an alert runs: then those who
search do, and at the return it closes by itself, on every open page. It moves along with the young person,
when the next institution accepts. What is decided here stands in ``rules``; ``door`` asks it, each time.
"""
