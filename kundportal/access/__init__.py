"""Asking to be let in: from the application to the decision.

Owns AccessRequest, the list of Sweden's municipalities and the list of private mail domains. May
know people, mail, history and lib; a stranger to tickets.
Words: an *application* (ansökan om åtkomst) is unconfirmed until the *applicant* has confirmed the
mail address; then it is *waiting* until an administrator has *approved* or *declined* it. Its
*reference* is read over the phone, its *key* opens the applicant's own page.
"""
