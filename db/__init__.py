"""The one database: models, engine, reads, writes, rollups and migrations."""
