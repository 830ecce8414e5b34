"""What a browser may send about tickets, a file for each occasion."""
