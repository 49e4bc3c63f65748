"""The public key of an organisation: what only that organisation must read is sealed with it.

Somebody of the organisation registers the key; it counts once a colleague confirmed its fingerprint, as they
heard it from who made the pair. The private half never comes here: whoever has it reads what was sealed.
"""
