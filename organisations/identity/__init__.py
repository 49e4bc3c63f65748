"""Who somebody is and what they promised.

Everybody promises confidentiality before they see anything, and again when the text changes or a year has
passed. An organisation may let its people log in through its own identity provider. Neither makes an account:
only an invitation does.
"""
