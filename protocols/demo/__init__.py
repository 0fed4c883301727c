"""The demo: its content in TOML files, and the code that loads it through the services."""
