"""The measured servers. Each broadcasts every line of its standard input to all its sockets."""
