"""A gunicorn worker for any WSGI application: it imports nothing of the rest of the package."""
