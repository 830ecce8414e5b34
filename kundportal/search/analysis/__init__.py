"""What words mean to search: pure functions for each language, without a database."""
