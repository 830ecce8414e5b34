"""The agents' frame: what stands around every page of the desk, and what belongs to no one room.

Owns no tables. Level 5: may know every room; the desk's pages about tickets and applications are
in those rooms. Keeps the demo's data too (`demo/`, `fill_demo`), which is made by every room's
verbs. Words: a *view* is one part of the queue, such as what waits for us.
"""
