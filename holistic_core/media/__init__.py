"""Pictures in, annotated pictures out; limits."""
