"""Live updates of pages: which topics are followed here, what changed on them, and the fragments drawn for each audience.

`dispatcher` takes changes to its subscribers; `subscriptions` are the open pages; `catch_up` brings a page from any version
to the present; `render` draws fragments and `views` say which a change touches; `logins` closes what an ended log-in opened.
"""
