"""The sub-commands, one a file. Each loads what it needs when it runs, so that `fuhe --help` is quick."""
