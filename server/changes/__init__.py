"""What changed between releases and editions, and where editions disagree: pages, tables, feeds."""
