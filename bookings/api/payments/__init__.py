"""The calls for money: at the desk (`desk`), and through a payment provider (`online`)."""
