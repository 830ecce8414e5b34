"""The lists of tickets that a customer may see, words in them, and taking them along as a file."""
