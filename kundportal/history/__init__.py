"""Who did what to which thing, when.

Owns Event: codes and data, never sentences; the page that shows an event finds the words.
Level 1: names a person only as `settings.AUTH_USER_MODEL` and a thing by its table and key.
Words: an *event* is one act; its *verb* is a code such as `ticket.closed`.
"""
