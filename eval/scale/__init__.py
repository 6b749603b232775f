"""How large it may grow: building, changing and asking indexes of many sizes (docs/scale.md)."""
