"""The time machine: what could an organisation see of a case at an instant, and what did it open?

``past`` rebuilds the facts from history, ``answer`` asks the gate's own rule about them, person by
person, and the ledger tells what was really opened. Asking is a line of the ledger.
"""
