"""Safety incidents in care: aggression, a threat, somebody who waits at the gate.

rules.py     the kinds, and what helps when a report to the police follows (pure)
incident.py  the act: write one down, and tell who coordinates
shown.py     what people read about it

Written in the part *signals*: what was seen or heard, by whom. Always register, also when nobody was hurt.
"""
