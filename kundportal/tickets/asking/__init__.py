"""How a ticket begins: forms built without code, in versions, and what they ask."""
