"""Models to landmarks."""
