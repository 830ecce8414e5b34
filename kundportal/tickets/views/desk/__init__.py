"""Tickets as the vendor's staff work on them, a file for each thing one does."""
