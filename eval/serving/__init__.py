"""The page under load: a real server, many users, and an index that is rebuilt meanwhile."""
