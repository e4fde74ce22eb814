"""Providers of online payments, behind one small interface (`provider`): Stripe's hosted page (`stripe_checkout`) and a local one for
tests (`test_bank`). What they are asked is written down first by the desk, and how they answer afterwards; no card data comes here."""
