"""The pages of tickets, one file for each who reads them."""
