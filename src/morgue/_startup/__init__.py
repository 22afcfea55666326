"""Make the program start sooner: what is here buys milliseconds at every start.

`expression` compiles regular expressions when they are first used; `frozen` makes frozen dataclasses in a twentieth of
the time; `tables` reads the tables of words and patterns of a room when they are first needed. `docs/performance.md` has what each buys.
"""
