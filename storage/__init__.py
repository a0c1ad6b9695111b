"""Jenny's own tables: the only SQL. One store per aggregate, all behind the walls of the owner."""
