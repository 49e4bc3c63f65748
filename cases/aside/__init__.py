"""Aside: who works through a queue puts something aside until later, with the reason, and it comes back.

rules.py       until when may this wait? (pure)
put_aside.py   the acts: put something aside, bring it back

It is personal: a deputy or colleague with the same work keeps it in their own queue, and reads who put it
aside.
"""
