"""The end of a file: warned of, agreed to by two, and then really gone.

The covenant says how long a closed case is kept. Before that term ends the coordinator is warned; when it has
ended two people of two organisations agree, or one of them holds it. Nothing is destroyed by itself.
A destruction takes every row of the case, old values included, and leaves a certificate without content.
The ledger is never touched: it holds references and codes only, and stays valid.

The register of processing says of every table what it is kept for and how long (``register``).
"""
