"""The customer's frame: start page, help, language, health, and the pages for when things fail.

Owns no tables. Level 5: may know every room below; gathers on the start page what tickets have to
say. Words: a *lane* is one part of the start page, such as what waits for you.
"""
