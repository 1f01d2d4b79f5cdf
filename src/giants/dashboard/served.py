"""The dashboard as a web application that answers to the names of this machine only.

A page on another name can be made to resolve to this machine (DNS rebinding); its browser then sends that name, in
plain requests and over the socket that drives the page, and is answered with status 400.
"""

from pathlib import Path

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from streamlit.starlette import App

HOSTS = ("127.0.0.1", "localhost")
"""What the dashboard is called from."""

app = App(
    Path(__file__).with_name("page.py"),
    middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False)],
)
