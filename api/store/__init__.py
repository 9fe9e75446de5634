"""The two stores: connections, drivers, statements found by identity, JSON in SQL, migrations."""
