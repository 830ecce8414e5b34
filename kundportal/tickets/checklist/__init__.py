""" "Which form do I need?": a few plain questions, the way through them, and its figures."""
