"""Outgoing mail: one row per mail, written in the transaction that caused it, sent by the worker.

Owns Mail (what was written, to whom, and how sending it went) and Letter (what a room wants to
say, from which both parts of the mail are made). `Mail.objects.post(letter, …)` is the way in;
`sending` and the row lock see to it that it goes out once, `answers` says what a server's answer
means, `providers` and `reports` are about those who send instead of a mail server. Level 1: names a
person only as `settings.AUTH_USER_MODEL`; the pages where staff follow the mail are in `desk`.
Words: the states of a mail are in `models/state.py`; a *try* is one conversation with the server,
its *answer* what the server said; a domain that takes none is *set aside*; a *secret* letter holds
a link that only its reader may see.
"""
