"""Bulletins → a Pelican site. The only room that knows Pelican; it translates, and decides nothing about figures."""
