"""A signal comes in: what somebody saw or heard, kept apart from what they think it means.

It walks the chain received, under investigation, verified, established, classified, fed back;
or it cannot be substantiated, with a reason, and may be opened again when something new comes in.
Every signal has a clock from the moment it arrives, and whoever gave it always hears back.
Somebody without an account tells it on a page of its own, and comes back with a code.
Signals are weighed by people: nothing here adds them up to a score of a child.
"""
