"""The command line. `main` is its entry; each group of commands has a module of its own.

A command's module has `add_to`, which describes it to the parser, and runs it. At module level
they import nothing but the standard library and the bottom of the package, so that `--help`
answers at once; the rest is imported by the command that needs it.
"""
