"""How people are reached outside the application.

A phone number or an address counts once its owner filled in the code that was sent to it;
before that nothing else goes there. Numbers are kept in one notation. A message over SMS goes
through whichever gateway the operator named.
"""
