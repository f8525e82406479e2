"""What a test needs beside Python: where it is missing the test is skipped, but never in continuous integration."""

from __future__ import annotations

import os

import pytest


def require(condition: bool, reason: str) -> None:
    """Go on if ``condition`` holds; otherwise skip the test with ``reason``, or fail it where CI=true."""
    if condition:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"needed in continuous integration: {reason}")
    pytest.skip(reason)
