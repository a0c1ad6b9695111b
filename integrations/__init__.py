"""Doors to other programs: Mem0, Neo4j, Redis, a model, the local embeddings."""
