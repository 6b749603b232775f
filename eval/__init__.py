"""Does it hold? Questions with their evidence, and measures of the replies."""
