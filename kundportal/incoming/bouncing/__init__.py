"""What comes back of our own mails: who did not get one, why, and whether for good."""
