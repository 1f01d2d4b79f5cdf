import re
from urllib.parse import urlsplit

PUBLIC = {"pypi.org", "files.pythonhosted.org"}


def test_the_lock_file_names_public_addresses_only(root):
    text = (root / "uv.lock").read_text(encoding="utf-8")
    hosts = {urlsplit(url).hostname for url in re.findall(r'[a-z+]+://[^"\s]+', text)}
    assert hosts == PUBLIC


def test_every_locked_package_comes_from_the_index_or_is_this_one(root):
    text = (root / "uv.lock").read_text(encoding="utf-8")
    sources = set(re.findall(r"^source = \{ (.*) \}$", text, flags=re.MULTILINE))
    assert sources == {'registry = "https://pypi.org/simple"', 'editable = "."'}
