"""Do the quotations of a text stand in the documents? Neither index nor model is needed.

A checker must be believed when it says `verified`. So what is forgiven is a short list, all of it
typography; what an editor may do (leave out, put in brackets) is allowed where it cannot turn the
meaning, and told; and everything else is shown as what it is. docs/check.md is for its users.
"""
