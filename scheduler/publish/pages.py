"""What our pages share: templates in which everything is escaped, and hashes by which a page allows its own parts and nothing else."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def page_templates() -> Environment:
    """The templates of this package, which are compiled once: a release has a page for each audience."""
    return Environment(
        loader=PackageLoader("scheduler.publish"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def policy_hash(text: str) -> str:
    """What lets a browser run just this script, or use just this style sheet (Content Security Policy 3, section 2.3.1)."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
