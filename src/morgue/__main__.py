"""`python -m morgue`: the command line."""

from morgue.cli import main

if __name__ == "__main__":
    main()
