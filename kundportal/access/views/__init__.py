"""The pages about applications."""
