"""How mail comes in, is kept before it is said to be taken, and finds its way."""
