"""Waiting lists: joining and leaving one (`wishes`), the next offer (`offers`), the end of a wish (`ending`), and what a transaction
leaves for them to do (`afterwards`). An offer is a basket that is filled for somebody, so it occupies seats as every basket does."""
