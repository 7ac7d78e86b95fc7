"""The module that Piccolo reads its engine from; imported once, when the first table is used."""

from sroi.database.engines import create_engine
from sroi.settings import Settings

DB = create_engine(Settings.from_env().database_url)
