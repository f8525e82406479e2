"""Excel workbooks whose bytes depend on what is in them alone, not on the machine's clock."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.xml.functions import tostring

_CORE = "docProps/core.xml"
_FIRST_STAMP = (1980, 1, 1, 0, 0, 0)
"""No earlier time can be written into a zip file."""


def stamped_bytes(book: Workbook, stamp: datetime) -> bytes:
    """The saved book, with every time that openpyxl takes from the clock replaced by ``stamp``."""
    moment = stamp.astimezone(UTC)
    saved, stamped = BytesIO(), BytesIO()
    book.save(saved)
    book.properties.created = book.properties.modified = moment.replace(tzinfo=None)
    with ZipFile(saved) as source, ZipFile(stamped, "w") as target:
        for name in source.namelist():
            content = tostring(book.properties.to_tree()) if name == _CORE else source.read(name)
            target.writestr(ZipInfo(name, max(moment.timetuple()[:6], _FIRST_STAMP)), content, ZIP_DEFLATED)
    return stamped.getvalue()
