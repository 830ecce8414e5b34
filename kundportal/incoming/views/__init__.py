"""Where staff see what has come in."""
