"""The knowledge portal: what customers and staff can read up on by themselves.

Owns Category (a tree; a category may belong to a product), Article (where it stands, who may read
it, who looks after it), Translation (an article in one language) and Revision (a text of it, from
draft to published), ArticleFile, Vote, Subscription, OutsideBase and ImportRun. What is published
is put into `search` in the same transaction. Level 3: knows people, notifications and search;
meets tickets by URL alone. `editing/` is what the desk does with articles, `displaying/` how their
Markdown is shown, `reading/` what readers find, follow and say, `importing/` and `exporting/` how
they come and go, `shipped/` what comes with the product.
Words: the *original* is the translation that the others are made from; a translation is *behind*
when the original has changed since; *phrasings* are other ways to ask for the same thing; the
*owner* hears when an article is to be reviewed.
"""
