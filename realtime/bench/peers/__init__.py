"""The servers that are measured: each tells every line of its standard input to all its sockets."""
