"""The pages of incoming mail: what came in, what is kept for a customer, the retired addresses."""
