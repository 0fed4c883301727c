"""The browser's side of a media connection, without a browser: what comes is put in order, never decoded."""
