"""Campaigns of faults: what SECURITY.md and README.md promise, tried with the fault itself.

`python -m bench.faults kill --rounds 500` and so on; `python -m bench.faults --help` lists them. Each prints
one line a failure and a last line with its figures, and ends with 1 where anything failed. Short forms of all
of them run with the tests.
"""
