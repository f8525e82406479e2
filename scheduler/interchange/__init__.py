"""Layer 3: other systems' formats, read as drafts of meeting folders, and agendas written as these systems take them."""
