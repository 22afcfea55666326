"""Make the program start sooner: what is here buys milliseconds at every start.

`expression` compiles regular expressions when they are first used; `frozen` makes frozen dataclasses in a twentieth of
the time; `tables` reads the tables in `data` folders when they are first asked for. `docs/performance.md` has what each
buys.
"""
