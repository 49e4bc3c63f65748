"""Who did or saw what, when, under which ground: written with the change, or the change does not happen.

The ledger keeps references and never content; nobody rewrites it without being found out.
A reading that cannot be recorded is not served, and refusals are recorded too.
Review is work with an outcome: somebody looks, judges, follows up and signs.
"""
