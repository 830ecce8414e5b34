"""Takes out of a text what tells whom it is about: people, organisations, numbers, addresses.

`anonymise` is pure: what is known of the people and the organisation is given, what may be a name
of somebody unknown is judged by lists and by what stands around it. It takes out rather too much,
and says what, so that a person can look it over; nothing leaves it unseen.
"""

from kundportal.lib.anonymising.anonymising import Anonymous, Kind, Known, Taken, anonymise

__all__ = ["Anonymous", "Kind", "Known", "Taken", "anonymise"]
