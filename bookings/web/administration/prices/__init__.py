"""The page of a venue's prices: rules as sentences, edited in place in a draft that the form itself carries, saved as a whole."""
