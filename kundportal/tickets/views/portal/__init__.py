"""Tickets as customers meet them, a file for each thing one does."""
