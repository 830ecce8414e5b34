"""What the vendor sells and gives support for.

Owns Product. Level 1, since tickets, articles, service messages and consultants all name one.
May know history, as whoever changes a product is remembered.
Words: a *product* is a system under its trade name, which is the same in every language.
"""
