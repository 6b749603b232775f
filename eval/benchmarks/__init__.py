"""The field's public sets, read in their published form and asked of this assistant."""
