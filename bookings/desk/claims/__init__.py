"""Claims: what a booking needs, whether it is free, and how it is taken and given back."""
