"""Recognises small talk and the wish for a human: closed sets of phrases, so that nothing is learned and nothing surprises.

A message is small talk only if nothing else is left of it: "hi, where is my parcel" is a question.
"""

import re
import unicodedata

from bot.dialogue.action import SmallTalk

PHRASES: dict[SmallTalk, str] = {
    SmallTalk.GREETING: """
        hi | hello | hey | heya | hiya | howdy | yo | greetings | morning | evening | afternoon | good morning | good evening | good afternoon | good day | hi there | hello there | hey there
        hallo | moin | servus | guten tag | guten morgen | guten abend | grüß gott  | hola | buenas | buenos días | buenos dias | buenas tardes | buenas noches
        bonjour | bonsoir | salut | coucou  | olá | ola | oi | bom dia | boa tarde | boa noite  | ciao | buongiorno | buonasera  | привет | здравствуйте | здравствуй | приветствую | добрый день | доброе утро | добрый вечер
        你好 | 您好 | 嗨 | 哈喽 | 在吗 | 早上好 | 晚上好 | שלום | مرحبا | السلام عليكم | こんにちは | 안녕하세요
    """,
    SmallTalk.THANKS: """
        ok | okay | alright | fine | thanks | thank | thx | tx | ty | thnx | thanx | cheers | appreciated | perfect | great | awesome | super | brilliant | cool | thank you | thanks a lot | thank you so much | thank you very much | many thanks | that helps | that helped | this helped | got it | you are the best | you're the best | much appreciated | great help | that is all | that's all | all good | problem solved | works now | it works now | no thanks | no thank you | no that's all | no that is all | no that's it | that's it | nothing else | all set | nope
        danke | dankeschön | merci | gracias | grazie | obrigado | obrigada | спасибо | благодарю | vielen dank | danke schön | muchas gracias | mil gracias | merci beaucoup | nein danke | das war's | das ist alles | no gracias | eso es todo | non merci | c'est tout | нет спасибо | это всё | большое спасибо | спасибо большое
        谢谢 | 感谢 | 多谢 | 谢谢你 | 非常感谢 | 不用了 | 没有了 | תודה | شكرا | ありがとう | 감사합니다
    """,
    SmallTalk.GOODBYE: """
        bye | goodbye | cya | ciao | tschüss | adiós | adios | tchau | bye bye | good bye | see you | see ya | see you later | have a nice day | have a good day | have a great day | good night | take care
        пока | до свидания | всего доброго | auf wiedersehen | schönen tag | hasta luego | au revoir | bonne journée | 再见 | 拜拜
    """,
    SmallTalk.HOW_ARE_YOU: """
        how are you | how are you doing | how is it going | how's it going | how are things | what's up | whats up | sup | wie geht es dir | wie geht's | qué tal | que tal | cómo estás | ça va | как дела | 你好吗
    """,
    SmallTalk.WHO_ARE_YOU: """
        who are you | what are you | are you a bot | are you a robot | are you human | are you a human | are you real | is this a bot | am i talking to a bot | am i talking to a human | what is your name | what's your name
        bist du ein bot | wer bist du | eres un bot | quién eres | quien eres | es-tu un robot | qui es-tu | ты бот | кто ты | вы бот | 你是谁 | 你是机器人吗
    """,
    SmallTalk.JOKE: """
        tell me a joke | tell a joke | tell me something funny | make me laugh | do you know a joke | do you know any jokes | another joke | joke
        erzähl mir einen witz | cuéntame un chiste | raconte-moi une blague | расскажи анекдот | расскажи шутку | 讲个笑话 | 说个笑话
    """,
}
"""Phrases by kind, separated by bars."""

FILLERS = "there all team everyone guys folks sir madam mam ma'am dear support friend mate again so much very a lot you please oh and for the your then now me can could yes well just bot 啊 呀 吗"

HUMAN = (
    r"\b(talk|speak|chat|connect|transfer|put|pass|switch)\b.{0,30}\b(human|person|people|agent|operator|representative|rep|someone|somebody|manager|supervisor|advisor|staff|colleague)\b",
    r"\b(get|give|need|want|call)( me| to| an| a| your| the| some| real| live| actual| customer| service){0,4} (human|agent|operator|representative|manager|supervisor)\b",
    r"^(a |real |live |human |customer )*(human|person|agent|operator|representative|manager)( service| support| agent| please| now)*$",
    r"\b(real|live|actual) (human|person|agent)\b|\bhuman (agent|being|support|please)\b|\bnot a (bot|robot|machine)\b",
    r"\b(mit|an) (einem |einen )?(menschen|mitarbeiter|berater)\b|\bmitarbeiter bitte\b",
    r"\b(hablar|contactar|comunicar\w*) con (un |una |alguien|el )?(agente|humano|persona|operador|asesor)?",
    r"\bparler (à|avec) (un |une )?(humain|conseiller|agent|personne|quelqu'un)",
    r"оператор|живо(й|го|му) человек|(позовите|соедините|поговорить с) (человек|менеджер|сотрудник)",
    r"人工|真人|转客服",
)
LONGEST_WISH = 14
"""Words: a longer message that mentions a human tells a story; it doesn't ask for one."""

_HUMAN = re.compile("|".join(f"(?:{pattern})" for pattern in HUMAN))
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def words_of(text: str) -> list[str]:
    """The text's words, casefolded, without punctuation and emoji."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("’", "'"))


def small_talk(text: str) -> SmallTalk | None:
    """The kind of small talk that the whole text is, or None where something is left. The most specific kind wins."""
    words = words_of(text)
    if not words:
        return SmallTalk.WORDLESS
    found: set[SmallTalk] = set()
    position = 0
    while position < len(words):
        match = _longest(words, position)
        if match is None:
            return None
        kind, length = match
        if kind is not None:
            found.add(kind)
        position += length
    ranked = (SmallTalk.JOKE, SmallTalk.WHO_ARE_YOU, SmallTalk.HOW_ARE_YOU, SmallTalk.GOODBYE, SmallTalk.THANKS, SmallTalk.GREETING)
    return next((kind for kind in ranked if kind in found), None)


def wants_human(text: str) -> bool:
    """Whether the text asks for a person, rather than telling about one."""
    words = words_of(text)
    return 0 < len(words) <= LONGEST_WISH and _HUMAN.search(" ".join(words)) is not None


def _longest(words: list[str], position: int) -> tuple[SmallTalk | None, int] | None:
    for length in range(min(5, len(words) - position), 0, -1):
        phrase = tuple(words[position : position + length])
        if phrase in _TABLE:
            return _TABLE[phrase], length
    return None


def _table() -> dict[tuple[str, ...], SmallTalk | None]:
    table: dict[tuple[str, ...], SmallTalk | None] = {(word,): None for word in FILLERS.split()}
    for kind, phrases in PHRASES.items():
        table |= {tuple(words_of(phrase)): kind for phrase in re.split(r"[|\n]", phrases) if phrase.strip()}
    return table


_TABLE = _table()
