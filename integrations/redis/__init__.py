"""Redis: the alarm clock's memory, and counts with a life span. Never the truth."""
