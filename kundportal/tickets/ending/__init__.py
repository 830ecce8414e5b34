"""How tickets end and rest: closing, undoing, going on, a mere thank-you, ratings, inner states."""
