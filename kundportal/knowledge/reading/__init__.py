"""What readers find, follow and say of articles, and how they are told."""
