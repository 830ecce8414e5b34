"""How the Markdown of an article becomes what its reader sees, and plain words for search."""
