"""Mail that comes in: bounces, answers to retired addresses and to our own mails, our own tests.

Nothing in an incoming mail becomes a ticket or changes one: a sender is easily forged. What comes
in is kept as it came before the other side is told "taken", and read afterwards by the worker.
Level 4: knows mail, people, access and tickets. Words: a *bounce* tells that a mail of ours did not
arrive; an *automatic* mail was written by no person and is never answered; a *retired address* is
one at which support took tickets once.
"""
