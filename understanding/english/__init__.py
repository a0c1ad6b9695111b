"""English: its words, and its rules by kind. Another language is another folder of this shape."""
