"""How the weights of the evidence reader are made; nothing here is needed to ask a question."""
