"""The case and everything that happens to it: one Django app, cut into vertical slices.

Each slice is a plain package with the same rooms: tables, pure rules, acts named after a noun, and pages.
Importing this package imports nothing, so that a pure rule can be read and tested without Django.
"""
