"""Plotly figures made from results; the only place that imports plotly, and lazily."""
