"""Whether a message ends a dialog: goodbyes, and what help desks write when they close one."""

import re

_PHRASES = r"""
(?:good)?bye(?: bye)?|farewell|good night|see you|(?:have|enjoy) (?:a|the rest of your|your) (?:(?:very )?(?:nice|great|good|lovely|wonderful|pleasant) )?(?:day|evening|night|weekend|week|afternoon)
|that(?:['’]?s| is| was| will be|['’]ll be) all|nothing else|no (?:further|more|other) questions
|tsch(?:ü|ue)(?:ss|ß|s)i?|auf wieder(?:sehen|hören)|(?:einen )?sch(?:ö|oe)nen (?:tag|abend|feierabend|nachmittag)|sch(?:ö|oe)nes wochenende|gute nacht|das war(?:['’]?s| es| alles)
|au revoir|(?:bonne|belle|excellente) (?:journée|soirée|nuit|fin de journée)|bon week-?end|à bientôt|c['’]est tout
|adi[óo]s|hasta (?:luego|pronto|mañana|la próxima)|(?:un )?(?:buen|feliz|lindo|excelente) d[ií]a|buen fin de semana|eso (?:es|sería) todo|nada más
|до свидания|до встречи|всего (?:доброго|хорошего|наилучшего)|хорошего (?:дня|вечера)|хороших выходных|доброй ночи|вопросов больше нет|больше вопросов нет
|tchau|até (?:logo|mais)|(?:um )?bom dia para (?:você|si)|arrivederci|buona (?:giornata|serata)
|(?:this |the |your )?(?:chat|conversation|ticket|case|request|dialog) (?:has been |is now |was |is )?(?:closed|ended|resolved|solved)
|(?:chat|ticket|vorgang|anfrage) (?:wurde |ist )?(?:beendet|geschlossen)|(?:conversation|ticket|demande) (?:est |a été )?(?:terminée?|fermée?|close)
|(?:chat|ticket|caso|conversación) (?:ha sido )?(?:finalizad[oa]|cerrad[oa])|(?:чат|диалог|обращение|заявка) (?:был[оа]? )?(?:закрыт|заверш[её]н)[оа]?
"""
_FAREWELL = re.compile(
    rf"(?<![^\W\d_])(?:{''.join(_PHRASES.splitlines())})(?:[\s,]+(?!(?:but|aber|mais|pero|но)\b)[^\s,.!?]+){{0,3}}[\s.!…)☺🙂😊👋🙏~]*$"
    r"|(?:再见|拜拜|再會|晚安|没有(?:其他|别的)?问题了|祝您?(?:生活|购物|工作|周末)?愉快|会话已(?:结束|关闭))[\s.!。！~～]*$"
    r"|^(?:пока|/close|bye[- ]?bye)[\s.!)]*$",
    re.IGNORECASE,
)
LONGEST = 200
"""Characters of a message's end that are looked at."""


def is_farewell(text: str) -> bool:
    """Whether the last line of a message says goodbye, in English, German, French, Spanish, Russian, Chinese and a little of others."""
    line = text.rstrip().rpartition("\n")[2][-LONGEST:]
    return _FAREWELL.search(line) is not None
