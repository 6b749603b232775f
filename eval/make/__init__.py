"""Drafts cases from any folder of documents, without a model, for a person to keep or drop."""
