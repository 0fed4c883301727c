"""The papers of the wire: its reference, its AsyncAPI document, the browser's types; one definition."""
