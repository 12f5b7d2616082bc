"""`python -m junction.config.commandline`: the same as `junction`, for processes that start each other."""

from . import main

if __name__ == "__main__":
    main()
