"""How well the check of prose tells what is supported by quotations from what is not."""
