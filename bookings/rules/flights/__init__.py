"""What holds between booking a flight and flying: seats that are changed, travel documents, the code on a boarding pass, a flight
that is disrupted, who boards.

Who may travel at all is in `rules.passengers`, a flight's own fields in `rules.setup.flight`.
"""
