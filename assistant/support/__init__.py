"""Whether prose is supported by the quotations that it cites; in doubt it is not."""
