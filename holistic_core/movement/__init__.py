"""Movement over time: filtered joint angles, and what is read off them after a recording is complete."""
