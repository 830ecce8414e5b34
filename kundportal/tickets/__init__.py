"""What customers ask and what the vendor answers.

Owns Ticket, Participant, Message, Attachment, Rating (what customers see) and Handling, Note, State
(what they never see: no customer-side query joins these), Form, Matter and FormVersion (how a
ticket begins), Answers (what was answered there), Checklist and Walk (the way to the right form),
Draft and Upload (what is not sent yet), Watch (who mutes or follows a ticket), SearchEntry (by
which a ticket is found), Solution.
What a thing can do stands at its model; long verbs, and what several models share, stand beside it.
In folders of their own: `checklist` (which form?), `asking` (what a form asks), `intake` (before it
is sent), `finding` (lists and search), `ending` (closing, resting, going on, ratings).
Level 3a: may know people, products, mail, history and lib; access, knowledge and notices are
strangers to it.
Words: the creator and the *recipients* are a ticket's *participants*; a *reply* is a Message, an
internal *note* a Note; *last activity* is the time of the newest reply, or of the last closing,
reopening, rest or change of status by `Ticket.turn`; notes, recipients and marks move nothing.
"""
