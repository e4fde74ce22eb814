"""For gunicorn: `gunicorn -k gevent -w 1 wsgi:app`, several of them behind a sticky proxy with PostgreSQL and Redis.

gunicorn's gevent worker patches before it loads this; nothing here may.
"""

import sys

from app import create_app
from bookings import logs
from bookings.errors import CannotStart
from bookings.http.layout import load_templates
from bookings.server import shutdown
from bookings.server.first_start import set_up_words

APP_LOAD_ERROR = 4  # gunicorn's own word for it: with any other it would start the worker again and again

logs.configure()
try:
    app = create_app()
    load_templates(app)
    app.extensions["ringside"].start()
    if words := set_up_words(app.extensions["ringside"], "https://YOUR-ADDRESS"):
        print(f"\n{words}", file=sys.stderr, flush=True)
except CannotStart as cannot:
    print(cannot, file=sys.stderr, flush=True)
    sys.exit(APP_LOAD_ERROR)
shutdown.under_gunicorn(app.extensions["ringside"])
