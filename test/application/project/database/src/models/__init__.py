from .models import Base, get_engine  # noqa: F401
