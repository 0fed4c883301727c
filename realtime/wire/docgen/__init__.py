"""Generates the wire's reference, its AsyncAPI document and the browser's types from its definition."""
