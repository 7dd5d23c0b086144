"""What happens between a camera's frame and its overlay, for many viewers at once."""
