"""From files to passages found."""
