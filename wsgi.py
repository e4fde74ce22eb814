"""For gunicorn: `gunicorn -k gevent -w 1 wsgi:app`, several of them behind a sticky proxy with PostgreSQL and Redis.

gunicorn's gevent worker patches before it loads this; nothing here may.
"""

from app import create_app
from bookings import logs, shutdown

logs.configure()
app = create_app()
app.extensions["ringside"].start()
shutdown.under_gunicorn(app.extensions["ringside"])
