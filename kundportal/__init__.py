"""Kundportal: the customer portal of a vendor of school and municipal software."""

__version__ = "0.1.0"
