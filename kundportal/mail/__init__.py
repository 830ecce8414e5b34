"""Outgoing mail: one row per mail, written in the transaction that caused it, sent by the worker.

Owns Mail (what was written, to whom, and how sending it went) and Letter (what a room wants to
say, from which both parts of the mail are made). `Mail.objects.post(letter, …)` is the way in;
`jobs` and the row lock see to it that it goes out once. Level 1: names a person only as
`settings.AUTH_USER_MODEL`; the pages where staff follow the mail are in `desk`.
Words: a mail is *waiting*, *sent* or *failed*; a *try* is one conversation with the mail server;
its *answer* is what the server said; a *secret* letter holds a link that only its reader may see.
"""
