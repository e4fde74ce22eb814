"""Money: amounts with a currency, prices, cancellation fees, and the balance of a booking."""
