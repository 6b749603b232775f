"""What a language model adds to the answers, and what each check of its words is worth."""
