"""Mem0 over our own tables. Only `engine` imports the library, and only the writer imports that."""
