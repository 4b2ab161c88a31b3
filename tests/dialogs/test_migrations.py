"""The stairway: every migration goes up, down and up again, and together they build what dialogs.tables says."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from dialogs.database import migrating, parse_url
from dialogs.schema import migrate, migrations_folder, revision_of, revisions
from dialogs.tables import Base


def test_every_migration_goes_up_down_and_up(empty_url: str) -> None:
    url = parse_url(empty_url)
    for below, revision in zip(("base", *revisions()), revisions(), strict=False):
        for target in (revision, below, revision):
            with migrating(url) as connection:
                migrate(connection, target)
                assert revision_of(connection) == (None if target == "base" else target)
    with migrating(url) as connection:
        migrate(connection, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_the_migrations_build_what_the_tables_say(empty_url: str) -> None:
    with migrating(parse_url(empty_url)) as connection:
        migrate(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_file_names_tell_alembics_own_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == revisions()
