"""Table of contents: the addresses of every slice."""

urlpatterns = []
