"""The stage: the live network on a canvas in the browser, and the small feed that keeps it supplied.

Nothing here computes; `mount` registers the components, `js/` draws the rows that the core recorded.
"""
