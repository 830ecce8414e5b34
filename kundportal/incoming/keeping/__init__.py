"""What a known sender wrote is kept for them alone, until they go on with it or throw it away."""
