"""How texts become words in the index, and how a process knows the words of all texts."""
