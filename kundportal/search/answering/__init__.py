"""How a question is answered: what the index leads to, what it is worth, how it is shown."""
