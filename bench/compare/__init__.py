"""Two checkouts of morgue side by side in one run: `python -m bench.compare BEFORE AFTER`.

`questions` chooses what is asked from the stories themselves, `answerer` answers under the interpreter of one checkout,
`foreign` writes an archive of which half is in other languages than English, `__main__` measures and prints.
"""
