"""The live views of a flight besides its seats: what its airline's desk looks after."""
