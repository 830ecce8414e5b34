"""What customers ask and what the vendor answers.

Owns Ticket, Participant, Message, Attachment, Rating (what customers see) and Handling, Note, State
(what they never see: no customer-side query joins these), Form, Matter and FormVersion (how a
ticket begins), Answers (what was answered there).
Level 3a: may know people, products, mail, history and lib; access, knowledge and notices are
strangers to it.
Words: the creator and the *recipients* are a ticket's *participants*; a *reply* is a Message, an
internal *note* a Note; *last activity* is the time of the newest reply or closing, nothing else.
"""
