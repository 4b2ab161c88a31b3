"""`firstline doctor`: checks the installation."""

import sys

from bot.cli.command import Session, command


@command("doctor", example="firstline doctor")
def doctor(session: Session) -> None:
    """Check the install, database, models, index and token, and say what to do."""
    from bot.doctor import checks

    found = list(checks(session.settings))
    words = "\n".join(
        f"{'ok  ' if check.ok else 'FAIL' if check.needed else '-   '}  {check.name}: {check.hint}" for check in found
    )
    session.emit({"checks": [{"name": check.name, "ok": check.ok, "hint": check.hint} for check in found]}, words)
    if not all(check.ok for check in found if check.needed):
        sys.exit(1)
