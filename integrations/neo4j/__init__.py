"""Neo4j: an index over relations and interactions, rebuilt from PostgreSQL at any time."""
