"""Where sources differ: sentences of one matter that contradict each other, beside each other."""
