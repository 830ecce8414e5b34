"""What stands in a mail, however broken it is: pure functions, without a database."""
