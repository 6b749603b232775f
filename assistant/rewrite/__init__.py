"""A question of a conversation made into one that stands alone."""
