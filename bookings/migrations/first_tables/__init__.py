"""The tables that the first migration makes, a function each. What they have become since is in the migrations after it;
nothing here changes any more."""
