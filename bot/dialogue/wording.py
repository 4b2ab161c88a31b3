"""The bot's own words, by language. Answers come from the record; these are only the sentences around them."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's sentences. `ask_slot` maps a slot's kind to a question; `{slot}` in `ask_other` is replaced by the kind,
    `{title}` in `from_page` by the page's title and headings."""

    greeting: str
    thanks: str
    goodbye: str
    how_are_you: str
    who_are_you: str
    joke: str
    wordless: str
    clarify: str
    none_of_these: str
    ask_slot: dict[str, str]
    ask_other: str
    ask_again: str
    unknown_value: str
    from_page: str
    handoff: str
    handoff_asked: str
    resumed: str
    nobody_notified: str
    help: str


ENGLISH = Wording(
    greeting="Hello! How can I help you?",
    thanks="You're welcome!",
    goodbye="Goodbye, and have a nice day!",
    how_are_you="I'm fine, thank you. How can I help you?",
    who_are_you="I'm the support bot. I answer from what our team has answered before; write /human at any time to reach a person.",
    joke="My favourite parcel jokes never arrive on time. How can I help you?",
    wordless="I can only read words. What can I do for you?",
    clarify="I want to be sure that I understand you. Which of these do you mean?",
    none_of_these="None of these",
    ask_slot={
        "order": "Could you please send me your order number?",
        "tracking": "Could you please send me the tracking number?",
        "email": "Could you please send me your e-mail address?",
        "phone": "Could you please send me your phone number?",
    },
    ask_other="Could you please send me your {slot}?",
    ask_again="I couldn't find it in your message.",
    unknown_value="I find nothing under that number.",
    from_page="From our help page “{title}”",
    handoff="I'm not sure enough about this one, so I have passed it on to a colleague, who will answer you here.",
    handoff_asked="I have called a colleague, who will answer you here.",
    resumed="My colleague has closed this request. If anything else comes up, just write to me.",
    nobody_notified="I can't answer this one. I have noted it for the team.",
    help="Write your question in your own words. I answer what I'm sure of; for everything else, or when you write /human, a colleague takes over.",
)
GERMAN = Wording(
    greeting="Hallo! Wie kann ich helfen?",
    thanks="Gern geschehen!",
    goodbye="Auf Wiedersehen und einen schönen Tag!",
    how_are_you="Danke, gut. Wie kann ich helfen?",
    who_are_you="Ich bin der Support-Bot und antworte mit dem, was unser Team schon geantwortet hat. Mit /human erreichen Sie einen Menschen.",
    joke="Mein bester Paketwitz kommt leider nie pünktlich an. Wie kann ich helfen?",
    wordless="Ich kann nur Wörter lesen. Was kann ich für Sie tun?",
    clarify="Ich möchte Sie richtig verstehen. Was davon meinen Sie?",
    none_of_these="Nichts davon",
    ask_slot={
        "order": "Schicken Sie mir bitte Ihre Bestellnummer?",
        "tracking": "Schicken Sie mir bitte die Sendungsnummer?",
        "email": "Schicken Sie mir bitte Ihre E-Mail-Adresse?",
        "phone": "Schicken Sie mir bitte Ihre Telefonnummer?",
    },
    ask_other="Schicken Sie mir bitte Folgendes: {slot}?",
    ask_again="Ich habe sie in Ihrer Nachricht nicht gefunden.",
    unknown_value="Dazu finde ich nichts.",
    from_page="Aus unserer Hilfeseite „{title}“",
    handoff="Da bin ich mir nicht sicher genug; ich habe Ihre Frage an eine Kollegin oder einen Kollegen weitergegeben. Die Antwort kommt hier.",
    handoff_asked="Ich habe jemanden aus dem Team gerufen. Die Antwort kommt hier.",
    resumed="Die Anfrage ist abgeschlossen. Schreiben Sie mir einfach, wenn noch etwas ist.",
    nobody_notified="Das kann ich nicht beantworten. Ich habe es für das Team notiert.",
    help="Stellen Sie Ihre Frage in eigenen Worten. Ich antworte, wo ich sicher bin; sonst, oder mit /human, übernimmt ein Mensch.",
)
SPANISH = Wording(
    greeting="¡Hola! ¿En qué puedo ayudarle?",
    thanks="¡De nada!",
    goodbye="¡Hasta luego y que tenga un buen día!",
    how_are_you="Muy bien, gracias. ¿En qué puedo ayudarle?",
    who_are_you="Soy el bot de atención al cliente. Respondo con lo que nuestro equipo ya ha respondido; escriba /human para hablar con una persona.",
    joke="Mi mejor chiste sobre paquetes nunca llega a tiempo. ¿En qué puedo ayudarle?",
    wordless="Solo puedo leer palabras. ¿En qué puedo ayudarle?",
    clarify="Quiero entenderle bien. ¿A cuál de estas opciones se refiere?",
    none_of_these="Ninguna de estas",
    ask_slot={
        "order": "¿Me puede enviar su número de pedido?",
        "tracking": "¿Me puede enviar el número de seguimiento?",
        "email": "¿Me puede enviar su correo electrónico?",
        "phone": "¿Me puede enviar su número de teléfono?",
    },
    ask_other="¿Me puede enviar este dato: {slot}?",
    ask_again="No lo he encontrado en su mensaje.",
    unknown_value="No encuentro nada con ese número.",
    from_page="De nuestra página de ayuda «{title}»",
    handoff="No estoy lo bastante seguro, así que he pasado su pregunta a un compañero, que le responderá aquí.",
    handoff_asked="He avisado a un compañero, que le responderá aquí.",
    resumed="Mi compañero ha cerrado esta consulta. Si necesita algo más, escríbame.",
    nobody_notified="No puedo responder a esto. Lo he anotado para el equipo.",
    help="Escriba su pregunta con sus propias palabras. Respondo cuando estoy seguro; en otro caso, o con /human, le atiende una persona.",
)
FRENCH = Wording(
    greeting="Bonjour ! Comment puis-je vous aider ?",
    thanks="Je vous en prie !",
    goodbye="Au revoir et bonne journée !",
    how_are_you="Très bien, merci. Comment puis-je vous aider ?",
    who_are_you="Je suis le bot du support. Je réponds avec ce que notre équipe a déjà répondu ; écrivez /human pour joindre une personne.",
    joke="Ma meilleure blague de colis n'arrive jamais à l'heure. Comment puis-je vous aider ?",
    wordless="Je ne lis que les mots. Que puis-je faire pour vous ?",
    clarify="Je voudrais bien vous comprendre. De quoi s'agit-il ?",
    none_of_these="Rien de tout cela",
    ask_slot={
        "order": "Pouvez-vous m'envoyer votre numéro de commande ?",
        "tracking": "Pouvez-vous m'envoyer le numéro de suivi ?",
        "email": "Pouvez-vous m'envoyer votre adresse e-mail ?",
        "phone": "Pouvez-vous m'envoyer votre numéro de téléphone ?",
    },
    ask_other="Pouvez-vous m'envoyer ceci : {slot} ?",
    ask_again="Je ne l'ai pas trouvé dans votre message.",
    unknown_value="Je ne trouve rien sous ce numéro.",
    from_page="D'après notre page d'aide « {title} »",
    handoff="Je n'en suis pas assez sûr ; j'ai transmis votre question à un collègue, qui vous répondra ici.",
    handoff_asked="J'ai appelé un collègue, qui vous répondra ici.",
    resumed="Mon collègue a clos cette demande. Écrivez-moi si vous avez besoin d'autre chose.",
    nobody_notified="Je ne peux pas répondre à cela. Je l'ai noté pour l'équipe.",
    help="Posez votre question avec vos mots. Je réponds quand j'en suis sûr ; sinon, ou avec /human, un collègue prend le relais.",
)
RUSSIAN = Wording(
    greeting="Здравствуйте! Чем могу помочь?",
    thanks="Пожалуйста!",
    goodbye="До свидания, хорошего дня!",
    how_are_you="Спасибо, хорошо. Чем могу помочь?",
    who_are_you="Я бот поддержки и отвечаю тем, что уже отвечали наши сотрудники. Напишите /human, чтобы позвать человека.",
    joke="Моя лучшая шутка про посылку всё ещё в пути. Чем могу помочь?",
    wordless="Я понимаю только слова. Чем могу помочь?",
    clarify="Хочу понять вас правильно. Что из этого вы имеете в виду?",
    none_of_these="Ничего из этого",
    ask_slot={
        "order": "Пришлите, пожалуйста, номер заказа.",
        "tracking": "Пришлите, пожалуйста, трек-номер.",
        "email": "Пришлите, пожалуйста, адрес электронной почты.",
        "phone": "Пришлите, пожалуйста, номер телефона.",
    },
    ask_other="Пришлите, пожалуйста: {slot}.",
    ask_again="Не нахожу его в вашем сообщении.",
    unknown_value="По этому номеру ничего не нашлось.",
    from_page="Из нашей справки «{title}»",
    handoff="Я не вполне уверен, поэтому передал вопрос коллеге. Ответ придёт сюда.",
    handoff_asked="Я позвал коллегу. Ответ придёт сюда.",
    resumed="Коллега закрыл обращение. Если будут ещё вопросы, просто напишите.",
    nobody_notified="На это я ответить не могу. Я записал вопрос для сотрудников.",
    help="Напишите вопрос своими словами. Я отвечаю, когда уверен; в остальных случаях, или по /human, отвечает человек.",
)
CHINESE = Wording(
    greeting="您好!请问有什么可以帮您?",
    thanks="不客气!",
    goodbye="再见,祝您愉快!",
    how_are_you="我很好,谢谢。请问有什么可以帮您?",
    who_are_you="我是客服机器人,依据团队以往的回答来回复。发送 /human 可转人工。",
    joke="我最好的快递笑话还在路上。请问有什么可以帮您?",
    wordless="我只能读懂文字。请问有什么可以帮您?",
    clarify="我想确认一下,您指的是哪一个?",
    none_of_these="都不是",
    ask_slot={
        "order": "请把您的订单号发给我。",
        "tracking": "请把运单号发给我。",
        "email": "请把您的电子邮箱发给我。",
        "phone": "请把您的电话号码发给我。",
    },
    ask_other="请发给我:{slot}。",
    ask_again="我没有在您的消息里找到它。",
    unknown_value="我没有查到这个号码。",
    from_page="摘自我们的帮助页面“{title}”",
    handoff="这个问题我不够确定,已转给同事,同事会在这里回复您。",
    handoff_asked="已为您转接同事,同事会在这里回复您。",
    resumed="同事已结束本次服务。如有其他问题,请随时告诉我。",
    nobody_notified="这个问题我无法回答,已为团队记录。",
    help="请用您自己的话提问。我有把握时会直接回答;否则,或您发送 /human 时,由同事接手。",
)
WORDINGS = {"en": ENGLISH, "de": GERMAN, "es": SPANISH, "fr": FRENCH, "ru": RUSSIAN, "zh": CHINESE}

_SCRIPTS = {"CYRILLIC": "ru", "CJK": "zh"}


def wording(language: str) -> Wording:
    """The words of that language, English where it has none here. Takes tags such as `pt-BR`."""
    return WORDINGS.get(language.split("-")[0].lower(), ENGLISH)


def language_of(text: str, default: str) -> str:
    """The language to reply in, `default` where the script does not tell."""
    return language_of_script(text) or default


def language_of_script(text: str) -> str | None:
    """Told by script alone: Latin letters say nothing by it."""
    scripts = [unicodedata.name(letter, "?").split()[0] for letter in text[:200] if letter.isalpha()]
    for script, language in _SCRIPTS.items():
        if scripts.count(script) * 2 > len(scripts):
            return language
    return None
