"""What search knows of the languages; knows no database.

`folding.words(text)` reads a text into plain words, and documents are indexed by these alone. All
understanding is on the asking side: `vocabulary.Vocabulary.read(question)` expands each word asked
into the words of the index that mean much the same, by what they share: a dictionary form or a part
of a compound (`lexicon`, `compounds`), letters (`grams`), meaning (`kindred`), or all but a typing
error (`spelling`). `scoring` in the room above weighs the documents by that. Decision 0029 has the
figures.
"""
