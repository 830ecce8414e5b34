"""The pages of incoming mail: what is kept for a customer, and the retired addresses."""
