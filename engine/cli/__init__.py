"""Command line: arguments in, streams and exit codes out. One module a command, loaded when it is called."""
