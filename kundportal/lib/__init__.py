"""Helpers that know nothing of the product. Level 0: imports no other room."""
