"""A headless Chromium that shows our pages: on a screen of any size, in any zone, light or dark, with or without JavaScript."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from requirements import require
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@contextmanager
def browser() -> Iterator[Chrome]:
    """Start Debian's Chromium; the test is skipped where it is missing."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    require(program is not None and driver is not None, "chromium and chromedriver (Debian: chromium, chromium-driver)")
    options = ChromeOptions()
    options.binary_location = str(program)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in _FLAGS:
        options.add_argument(flag)
    chrome = Chrome(options=options, service=Service(executable_path=str(driver)))
    try:
        yield chrome
    finally:
        chrome.quit()


def show(
    chrome: Chrome, page: Path, *, width: int = 1400, zone: str = "UTC", scheme: str = "light", script: bool = True, hash: str = ""
) -> None:
    """Open ``page`` as a reader in ``zone`` does, on a screen ``width`` pixels wide."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    chrome.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": zone})
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
    chrome.get("about:blank")
    chrome.get(page.as_uri() + hash)


def printed_pages(chrome: Chrome) -> int:
    """On how many sheets of paper the page prints, in the size that it asks for."""
    printed = chrome.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    return len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed["data"])))
