"""A language model on a short leash: it chooses numbered sentences and writes around them."""
