"""Django's PostgreSQL backend with a pool that asks the server whether it is there only when it must."""
