"""Whole videos: from a file to a movement and an annotated video."""
