"""The coach: a rendered person whose true joint angles are known."""
