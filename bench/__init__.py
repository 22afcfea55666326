"""Benchmarks: morgue beside its peers, on the same articles, in one run. `python -m bench --help`."""
