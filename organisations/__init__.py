"""Who is at the table and what each organisation lets its people do.

Organisations, the people who work there, the covenant that binds them, the duty roster,
and the acts each role may perform. This app knows nothing of cases.
"""
