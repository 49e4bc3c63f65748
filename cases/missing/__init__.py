"""A young person is missing: the alert is raised in two taps and everybody on duty is called.

The facts of the episode tell how urgent it is and on which grounds; a known case is always one of them.
Each organisation acknowledges for itself; silence calls the next level, and nobody reachable goes up at once.
When the young person is found, everyone who was called hears it and the return talk gets its clock.
An episode closes only after that talk was held, or after it was offered and declined.
"""
