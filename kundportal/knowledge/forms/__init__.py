"""What a browser may send about articles."""
