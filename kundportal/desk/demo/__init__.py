"""Demo data: invented organisations, people and matters, acted out by the verbs of the product.

`filling` puts everything in order of time and does it; `stories/` holds the texts, one file for
each product. Nobody here exists, and no address leads anywhere.
"""
