"""What a user installs: the package and the samples, and nothing that a run left behind."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLES = {"data": "scheduler/_samples/data", "constraints": "scheduler/_samples/constraints"}


def test_wheel_holds_package_and_samples_without_results(tmp_path: Path) -> None:
    checkout, built = tmp_path / "checkout", tmp_path / "built"
    checkout.mkdir()
    for file in (".gitignore", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, checkout)
    for folder in ("scheduler", *SAMPLES):
        shutil.copytree(ROOT / folder, checkout / folder, ignore=shutil.ignore_patterns("__pycache__", "out"))
    expected = {
        moved(path.relative_to(checkout)) for folder in ("scheduler", *SAMPLES) for path in (checkout / folder).rglob("*") if path.is_file()
    }
    (checkout / "data/rpoc/out").mkdir()
    (checkout / "data/rpoc/out/programme.ics").write_text("a result")

    subprocess.run([sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", built], cwd=checkout, check=True)

    with zipfile.ZipFile(*built.glob("*.whl")) as wheel:
        assert {name for name in wheel.namelist() if ".dist-info/" not in name} == expected
        entry_points = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
        assert "schedule = scheduler.cli.main:main" in wheel.read(entry_points).decode()


def moved(path: Path) -> str:
    """Where the wheel has a file of the checkout."""
    folder = path.parts[0]
    return "/".join((SAMPLES.get(folder, folder), *path.parts[1:]))
