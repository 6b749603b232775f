"""A language model's opinion of a run, beside the measured figures and never in place of them."""
