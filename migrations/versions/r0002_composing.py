"""What an answer consists of besides its text, and alerts about an answer."""

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAMING = {"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"}
"""For SQLite, which keeps no names: those that its tables are rebuilt with."""


def upgrade() -> None:
    with op.batch_alter_table("answer", naming_convention=NAMING) as answer:
        answer.add_column(sa.Column("buttons", sa.JSON(), nullable=False, server_default="[]"))
        answer.add_column(sa.Column("translation_of", KEY, nullable=True))
        answer.create_foreign_key("fk_answer_translation_of_answer", "answer", ["translation_of"], ["id"], ondelete="SET NULL")
        answer.create_index("ix_answer_translation_of", ["translation_of"])
    with op.batch_alter_table("alert", naming_convention=NAMING) as alert:
        alert.add_column(sa.Column("answer_id", KEY, nullable=True))
        alert.add_column(sa.Column("message_id", KEY, nullable=True))
        alert.create_foreign_key("fk_alert_answer_id_answer", "answer", ["answer_id"], ["id"], ondelete="CASCADE")
        alert.create_foreign_key("fk_alert_message_id_message", "message", ["message_id"], ["id"], ondelete="CASCADE")
        alert.create_index("ix_alert_answer_id", ["answer_id"])
        alert.create_index("ix_alert_message_id", ["message_id"])
    op.create_table(
        "attachment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("answer_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name="fk_attachment_answer_id_answer", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
    )
    op.create_index("ix_attachment_answer_id", "attachment", ["answer_id"])


def downgrade() -> None:
    op.drop_index("ix_attachment_answer_id", table_name="attachment")
    op.drop_table("attachment")
    with op.batch_alter_table("alert", naming_convention=NAMING) as alert:
        alert.drop_index("ix_alert_message_id")
        alert.drop_index("ix_alert_answer_id")
        alert.drop_constraint("fk_alert_message_id_message", type_="foreignkey")
        alert.drop_constraint("fk_alert_answer_id_answer", type_="foreignkey")
        alert.drop_column("message_id")
        alert.drop_column("answer_id")
    with op.batch_alter_table("answer", naming_convention=NAMING) as answer:
        answer.drop_index("ix_answer_translation_of")
        answer.drop_constraint("fk_answer_translation_of_answer", type_="foreignkey")
        answer.drop_column("translation_of")
        answer.drop_column("buttons")
