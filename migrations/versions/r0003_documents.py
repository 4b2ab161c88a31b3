"""Help pages and the passages that they are cut into."""

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("name", name="uq_document_name"),
    )
    op.create_index("ix_document_sha256", "document", ["sha256"])
    op.create_table(
        "passage",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_passage_document_id_document", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_passage"),
    )
    op.create_index("ix_passage_document_id", "passage", ["document_id"])


def downgrade() -> None:
    op.drop_index("ix_passage_document_id", table_name="passage")
    op.drop_table("passage")
    op.drop_index("ix_document_sha256", table_name="document")
    op.drop_table("document")
