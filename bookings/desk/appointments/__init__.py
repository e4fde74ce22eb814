"""What becomes of an appointment between its customer and its venue: moved by the customer, another time proposed and answered."""
