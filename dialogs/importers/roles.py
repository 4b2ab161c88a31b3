"""The many words that exports use for who said a message."""

from functools import lru_cache

from dialogs.record import Role

WORDS = {
    Role.CUSTOMER: (
        "customer user client contact visitor guest enduser buyer consumer requester caller human lead patient member "
        "inbound incoming kunde kundin cliente usuario usuário utilisateur клиент покупатель пользователь 客户 用户 顾客"
    ),
    Role.AGENT: (
        "agent assistant operator support staff admin representative rep humanagent employee advisor seller helpdesk csr "
        "outbound outgoing gpt model supportagent mitarbeiter berater agente operador conseiller оператор агент поддержка менеджер 客服 坐席"
    ),
    Role.BOT: "bot chatbot automatedagent virtualagent virtualassistant aiagent robot agentbot бот 机器人",
    Role.SYSTEM: "system service event activity notification tool function developer",
}
ROLES = {word: role for role, words in WORDS.items() for word in words.split()}


@lru_cache(maxsize=4096)
def role_of(word: str) -> Role | None:
    """The role that a word names, in any case and with any of space, hyphen or underscore inside; None for other words."""
    return ROLES.get(word) or ROLES.get("".join(character for character in word.casefold() if character.isalnum()))
