"""Whom we answer, and what: retired addresses and answers to our own mails."""
