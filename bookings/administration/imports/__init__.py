"""Tables of customers, resources, prices and seat plans: tried, with a verdict for every line, and imported whole or not at all."""
