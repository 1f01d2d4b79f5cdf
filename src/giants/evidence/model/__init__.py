"""The whole model against the record: the hindcast from 2017, the past that runs start from, their first year."""
