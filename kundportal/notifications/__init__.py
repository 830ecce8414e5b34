"""What people are told of: a list in the portal, and mails at once or gathered.

Owns Notification: one thing that happened, told to one person. Rooms call
`telling.tell_all(…)` in the transaction that causes it; each person chooses, per kind,
whether it also comes as a mail at once, in a digest, or not at all. What happens to one thing
within two minutes becomes one mail. Level 2½: knows people and mail. A thing that one is told of is
found again through `visible_to(person)` of its model, and who sees it no more is told no more.
Words: a *kind* is what one chooses about; the *topic* names the thing; a *digest* is the mail that
tells of everything since the last one.
"""
