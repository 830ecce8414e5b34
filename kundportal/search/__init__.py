"""Finding what is written, in the words of whoever asks.

Owns Entry: one thing that can be found, in one language, with who may find it. Rooms put their
texts in with `indexing.put(…)` in the transaction that changes them, and take them out with
`indexing.remove(…)`; the worker reads them into words. `finding.find(…)` answers with the same
rights as the pages, `passages(…)` with the parts that answer. `analysis/` knows the languages and
no database, `index/` turns texts into words, `answering/` ranks and shows what is found, `noting/`
keeps what is searched for, of nobody. Level 2½: knows people.
Words: an *entry* is what can be found; a *term* is a word as the index knows it; *phrasings* are
other ways to ask for the same thing.
"""
