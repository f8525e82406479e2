"""The picture of growth: two panels, every line named, and the same bytes for the same figures."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from scheduler.plot.growth import plot_growth

PANELS = {
    "Seconds": {"Model": [(100, 0.5), (300, 2.0), (1000, 20.0)], "First agenda": [(100, 1.5)], "Never": []},
    "Memory (GB)": {"Built": [(100, 0.2), (1000, 3.0)]},
}
SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: bytes) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_growth_plot_names_panels_lines_and_sizes() -> None:
    said = texts(plot_growth(PANELS, "svg"))
    assert {"Seconds", "Memory (GB)", "Model", "First agenda", "Never", "Built", "100", "300", "1000", "presentations"} <= set(said)
    assert said.count("presentations") == 2
    assert [text for text in said if text in ("0.5", "1", "2", "5", "10", "20")]


def test_growth_plot_is_the_same_again() -> None:
    assert plot_growth(PANELS, "svg") == plot_growth(PANELS, "svg")
    assert plot_growth(PANELS, "png").startswith(b"\x89PNG")
