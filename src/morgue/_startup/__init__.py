"""Make the program start sooner: what is here buys milliseconds at every start, or it goes.

`expression` compiles regular expressions when they are first used, `frozen` makes frozen dataclasses in a twentieth of the
time, `tables` reads words and phrases from data files when they are first asked for.

What a search from the shell for one word takes, in milliseconds of processor time (median of 60 runs in turns, 99,319
articles), and what each buys:

======================================================  ===  ====
as it is                                                 93
with `re.compile` for `expression`                       97     4
with `dataclass(frozen=True, slots=True)` for `frozen`  120    27
======================================================  ===  ====

`tables` buys nothing in itself; what is in data files is not compiled with the module that uses it.
"""
