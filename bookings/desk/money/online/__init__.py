"""The verbs for money at a provider: `start` a payment, take its messages (`events`), what becomes of the money (`arrival`), and
what goes back through it (`returns`). They write down what has to be sent; nothing here reaches a network."""
