"""Runs that produce figures: parity, speed, memory."""
