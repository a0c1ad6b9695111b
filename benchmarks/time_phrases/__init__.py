"""How well times are understood, beside other libraries on the same rows."""
