"""`python -m app`: the command line."""

import os

# Looking for plug-ins that nobody has would cost every command a tenth of its start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from app.cli import main

main()
