"""What several test modules read, made once."""

import pytest
from release_story import Story, played


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Three releases of a small meeting, made as the secretariat's guide says."""
    return played(tmp_path_factory.mktemp("story"))
