"""Times: UTC and the venue's zone, spans, the slots of a day, opening hours, how long baskets and requests keep their places."""
