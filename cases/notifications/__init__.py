"""A promise to tell someone: written in the same transaction as the fact that it announces.

A courier claims what is due, sends it and keeps every attempt; a sweep picks up what got left behind.
The rows are the truth and the broker is only poked, so that a lost worker loses no message.
Nobody reachable is an event of its own and goes to somebody who can act.
A message outside the application carries a number, a colour and a link, and no fact about a person.
"""
