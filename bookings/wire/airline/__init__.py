"""What an airline looks after of its flights, on the wire: whose choice is missing when one is disrupted, who is on board."""
