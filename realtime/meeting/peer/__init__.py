"""A WebRTC endpoint without a browser: what it receives is put in order and counted, never decoded."""
