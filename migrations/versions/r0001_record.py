"""The record."""

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
    )
    op.create_table(
        "customer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customer"),
        sa.UniqueConstraint("chat_id", name="uq_customer_chat_id"),
        sa.UniqueConstraint("external_id", name="uq_customer_external_id"),
    )
    op.create_table(
        "import_batch",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("options", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
    )
    op.create_index("ix_import_batch_sha256", "import_batch", ["sha256"])
    op.create_table(
        "intent",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_intent"),
        sa.UniqueConstraint("name", name="uq_intent_name"),
    )
    op.create_table(
        "model_version",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=80), nullable=True),
        sa.Column("data_hash", sa.String(length=64), nullable=False),
        sa.Column("metrics", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("promoted_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_model_version"),
        sa.UniqueConstraint("name", name="uq_model_version_name"),
    )
    op.create_index("ix_model_version_status", "model_version", ["status"])
    op.create_table(
        "processed_update",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("claimed_at", TIME, nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("update_id", name="pk_processed_update"),
    )
    op.create_table(
        "staff",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("user_id", name="uq_staff_user_id"),
    )
    op.create_table(
        "answer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("intent_id", KEY, nullable=True),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("expires_at", TIME, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["intent_id"], ["intent.id"], name="fk_answer_intent_id_intent", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
    )
    op.create_index("ix_answer_intent_id", "answer", ["intent_id"])
    op.create_index("ix_answer_status", "answer", ["status"])
    op.create_index("ix_answer_text_hash", "answer", ["text_hash"])
    op.create_table(
        "dialog",
        sa.Column("id", KEY, nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("chat", sa.String(length=255), nullable=True),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("batch_id", KEY, nullable=True),
        sa.Column("started_at", TIME, nullable=True),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("rating", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_dialog_batch_id_import_batch", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_dialog_customer_id_customer", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_dialog"),
        sa.UniqueConstraint("source", "external_id", name="uq_dialog_source_external_id"),
    )
    op.create_index("ix_dialog_batch_id", "dialog", ["batch_id"])
    op.create_index("ix_dialog_chat", "dialog", ["chat"])
    op.create_index("ix_dialog_customer_id", "dialog", ["customer_id"])
    op.create_table(
        "rejected_row",
        sa.Column("id", KEY, nullable=False),
        sa.Column("batch_id", KEY, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_rejected_row_batch_id_import_batch", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rejected_row"),
    )
    op.create_index("ix_rejected_row_batch_id", "rejected_row", ["batch_id"])
    op.create_table(
        "handoff",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dialog_id", KEY, nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["dialog_id"], ["dialog.id"], name="fk_handoff_dialog_id_dialog", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_handoff"),
    )
    op.create_index("ix_handoff_dialog_id", "handoff", ["dialog_id"])
    op.create_table(
        "message",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dialog_id", KEY, nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=True),
        sa.Column("reply_to", sa.String(length=255), nullable=True),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dialog_id"], ["dialog.id"], name="fk_message_dialog_id_dialog", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("dialog_id", "external_id", name="uq_message_dialog_id_external_id"),
    )
    op.create_table(
        "answer_source",
        sa.Column("id", KEY, nullable=False),
        sa.Column("answer_id", KEY, nullable=False),
        sa.Column("message_id", KEY, nullable=True),
        sa.Column("question_id", KEY, nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name="fk_answer_source_answer_id_answer", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_answer_source_message_id_message", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["question_id"], ["message.id"], name="fk_answer_source_question_id_message", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_answer_source"),
    )
    op.create_index("ix_answer_source_answer_id_message_id", "answer_source", ["answer_id", "message_id"])
    op.create_index("ix_answer_source_message_id", "answer_source", ["message_id"])
    op.create_index("ix_answer_source_question_id", "answer_source", ["question_id"])
    op.create_table(
        "example",
        sa.Column("id", KEY, nullable=False),
        sa.Column("intent_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("message_id", KEY, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["intent_id"], ["intent.id"], name="fk_example_intent_id_intent", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_example_message_id_message", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_example"),
        sa.UniqueConstraint("intent_id", "text_hash", name="uq_example_intent_id_text_hash"),
    )
    op.create_index("ix_example_message_id", "example", ["message_id"])
    op.create_table(
        "message_edit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("message_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replaced_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_message_edit_message_id_message", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_message_edit"),
    )
    op.create_index("ix_message_edit_message_id", "message_edit", ["message_id"])
    op.create_table(
        "staff_link",
        sa.Column("id", KEY, nullable=False),
        sa.Column("handoff_id", KEY, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name="fk_staff_link_handoff_id_handoff", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_link"),
        sa.UniqueConstraint("chat_id", "message_id", name="uq_staff_link_chat_id_message_id"),
    )
    op.create_index("ix_staff_link_handoff_id", "staff_link", ["handoff_id"])
    op.create_table(
        "turn",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dialog_id", KEY, nullable=False),
        sa.Column("message_id", KEY, nullable=True),
        sa.Column("reply_id", KEY, nullable=True),
        sa.Column("answer_id", KEY, nullable=True),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=True),
        sa.Column("index_version", sa.String(length=80), nullable=True),
        sa.Column("latency_ms", sa.Double(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("sent_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name="fk_turn_answer_id_answer", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["dialog_id"], ["dialog.id"], name="fk_turn_dialog_id_dialog", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_turn_message_id_message", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reply_id"], ["message.id"], name="fk_turn_reply_id_message", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_turn"),
    )
    op.create_index("ix_turn_answer_id", "turn", ["answer_id"])
    op.create_index("ix_turn_dialog_id", "turn", ["dialog_id"])
    op.create_index("ix_turn_message_id", "turn", ["message_id"])
    op.create_index("ix_turn_reply_id", "turn", ["reply_id"])
    op.create_table(
        "feedback",
        sa.Column("id", KEY, nullable=False),
        sa.Column("turn_id", KEY, nullable=False),
        sa.Column("staff_id", KEY, nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_feedback_staff_id_staff", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name="fk_feedback_turn_id_turn", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_staff_id", "feedback", ["staff_id"])
    op.create_index("ix_feedback_turn_id", "feedback", ["turn_id"])


def downgrade() -> None:
    op.drop_index("ix_feedback_turn_id", table_name="feedback")
    op.drop_index("ix_feedback_staff_id", table_name="feedback")
    op.drop_table("feedback")
    op.drop_index("ix_turn_reply_id", table_name="turn")
    op.drop_index("ix_turn_message_id", table_name="turn")
    op.drop_index("ix_turn_dialog_id", table_name="turn")
    op.drop_index("ix_turn_answer_id", table_name="turn")
    op.drop_table("turn")
    op.drop_index("ix_staff_link_handoff_id", table_name="staff_link")
    op.drop_table("staff_link")
    op.drop_index("ix_message_edit_message_id", table_name="message_edit")
    op.drop_table("message_edit")
    op.drop_index("ix_example_message_id", table_name="example")
    op.drop_table("example")
    op.drop_index("ix_answer_source_question_id", table_name="answer_source")
    op.drop_index("ix_answer_source_message_id", table_name="answer_source")
    op.drop_index("ix_answer_source_answer_id_message_id", table_name="answer_source")
    op.drop_table("answer_source")
    op.drop_table("message")
    op.drop_index("ix_handoff_dialog_id", table_name="handoff")
    op.drop_table("handoff")
    op.drop_index("ix_rejected_row_batch_id", table_name="rejected_row")
    op.drop_table("rejected_row")
    op.drop_index("ix_dialog_customer_id", table_name="dialog")
    op.drop_index("ix_dialog_chat", table_name="dialog")
    op.drop_index("ix_dialog_batch_id", table_name="dialog")
    op.drop_table("dialog")
    op.drop_index("ix_answer_text_hash", table_name="answer")
    op.drop_index("ix_answer_status", table_name="answer")
    op.drop_index("ix_answer_intent_id", table_name="answer")
    op.drop_table("answer")
    op.drop_table("staff")
    op.drop_table("processed_update")
    op.drop_index("ix_model_version_status", table_name="model_version")
    op.drop_table("model_version")
    op.drop_table("intent")
    op.drop_index("ix_import_batch_sha256", table_name="import_batch")
    op.drop_table("import_batch")
    op.drop_table("customer")
    op.drop_table("alert")
