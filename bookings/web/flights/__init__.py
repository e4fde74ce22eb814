"""The pages about flights besides their seats: departure boards, and what the airline's desk changes of a flight."""
