"""Administration: the verbs with which admins and managers set up what is booked, and people's rights.

Each is one transaction of the desk (`Desk.do`): looks up with permission, compares the revision that its caller saw, changes
rows, writes a line into the log with before and after (`log.logged`), and records what open pages have to draw again.
"""
