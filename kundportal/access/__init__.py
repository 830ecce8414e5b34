"""Asking to be let in: from the application to the decision.

Owns AccessRequest, Objection, Invitation, DomainRuling, CountryForm, CountryText, the list of
Sweden's municipalities and the list of private mail domains. May know people, mail, history and
lib; a stranger to tickets. Shows the seats of organisations, which people owns.
Words: an *application* (ansökan om åtkomst) is unconfirmed until the *applicant* has confirmed the
mail address; then it is *waiting* until an administrator has *approved* or *declined* it, or
*seatless* while the organisation it would be approved into has no free seat. Its
*reference* is read over the phone, its *key* opens the applicant's own page.
"""
