"""One file a subcommand of `python -m holistic_core`."""
