"""What is searched for, noted without saying by whom."""
