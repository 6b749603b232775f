"""The page: what app.py puts on the screen, part by part."""
