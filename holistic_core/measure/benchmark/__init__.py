"""The experiments of the benchmark page and of `bench`: plans, processes of their own, reports, comparison."""
