"""What support staff and customers say around the matter itself, in several languages: patterns over lower-case words.

Each pattern is matched against one sentence without punctuation. A language that is not here loses nothing but the trimming.
"""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


GREETING = _any(
    r"^(?:(?:hi|hello|hey+|hiya|dear|good (?:day|morning|afternoon|evening)|hallo|guten (?:tag|morgen|abend)|moin|bonjour|bonsoir|salut|hola|"
    r"buen(?:os|as) (?:días|dias|tardes|noches)|ciao|buongiorno|buonasera|olá|ola|oi|bom dia|boa (?:tarde|noite)|hoi|goede(?:morgen|middag|navond)|cześć|"
    r"dzień dobry|привет|здравствуйте|добрый (?:день|вечер)|merhaba|selam)(?: (?:there|again|team|all|everyone|support|sir|madam))*(?: |$))+"
)
"""A greeting at the head of a sentence that may go on."""

FILLERS = _any(
    r"^(?:(?:certainly|understood|absolutely|sure(?: thing)?|of course|okay|ok|alright|very well|excellent|great|perfect|noted|"
    r"yes|right|well|oh|ah|hmm+|so|and|but|also|however|unfortunately|(?:mrs?|ms|miss|dr|herr|frau) \S+|sir|madam|ma'am|mam|again|(?:please|kindly) (?:note|be (?:aware|advised|informed))(?: that)?|(?:i|we) (?:can |do |want to |would like to )?(?:re)?(?:assure|promise) you(?: sir| madam)?(?: that)?|in this case|rest assured(?: that)?|"
    r"(?:to|given|considering|based on|regarding|concerning|as for|due to|in order to) \S+(?: \S+){0,6}?(?= (?:i|we)(?:'ll| will| need to| have to| can)\b)|"
    r"natürlich|gerne|klar|alles klar|verstanden|bien sûr|d'accord|entendu|claro|por supuesto|entendido|de acuerdo|"
    r"certo|va bene|claro|entendi|natuurlijk|oké|конечно|хорошо|понятно|понял|поняла|jasne|oczywiście|tabii|tamam|"
    r"好的|好|明白)(?: |$))+"
)
"""Words at the head of a sentence that say nothing."""

ASSENT = _any(
    r"(?:yes|yeah|yep|no|nope|ja|nein|jawohl|doch|oui|non|si|sí|no|sì|sim|não|nee|да|нет|tak|nie|evet|hayır|是|是的|不|不是|はい|いいえ|네|아니요)"
    r"(?: (?:sir|madam|ma'am|of course|absolutely|certainly|unfortunately|leider|natürlich|bien sûr|claro))*$"
)
"""A bare yes or no: part of an answer where something follows it."""

ACKNOWLEDGEMENTS = _any(
    r"(?:yes|yeah|yep|yup|ya|no|nope|nah|fine|k|kk|cool|nice|awesome|wow|lol|haha+|omg|got it|i see|will do|done|it's fine|all good|no problem|"
    r"that's all|that is all|nothing else|makes sense|sounds good|that works|works for me|"
    r"ja|nein|doch|passt|super|genau|oui|non|si|sí|no|vale|genial|perfecto|sì|sim|não|nee|prima|да|нет|ага|угу|ладно|"
    r"tak|nie|evet|hayır|是|是的|不|不是|嗯|行|可以|いいえ|わかりました|了解|了解です|了解しました|아니요|알겠습니다)"
    r"(?: (?:thanks|thank you|sir|madam|please))?",
)

COURTESIES = _any(
    # greetings and introductions
    r"(?:hi|hello|hey+|hiya|dear|good (?:day|morning|afternoon|evening)|greetings|namaste)(?: \S+){0,3}$",
    r"(?:hi|hello|hey) (?:there|team|everyone|all)\b(?: \S+){0,2}$",
    r"(?:my name is|this is|i am|i'm) \S+(?: \S+){0,2} (?:from|here|and i)\b",
    r"(?:(?:hi|hello)(?: and)? )?welcome to\b",
    r"(?:i|we)(?: can| will| would be|'d be|'ll)? (?:certainly |definitely |gladly |be |surely )*(?:happy to |glad to |able to )?(?:help|assist)(?: you)?(?: with (?:that|this|it|your \S+))?(?: \S+){0,2}$|you have (?:my|our) word\b|(?:regarding|concerning|about|for) .*\bi (?:understand|apologi|am sorry|regret)\w*|(?:this|the) (?:matter|issue|case) requires\b|"
    r"how (?:can|may) (?:i|we) (?:help|assist)|how are you|what can i do for you",
    r"(?:i|we)(?:'m| am|'re| are) (?:here|happy|glad|more than happy) to (?:help|assist|support)",
    r"(?:hallo|guten (?:tag|morgen|abend)|moin|servus|grüezi|grüß gott|sehr geehrte\S*|liebe\S?|hey)(?: \S+){0,4}$",
    r"(?:bonjour|bonsoir|salut|cher|chère|madame|monsieur)(?: \S+){0,3}$",
    r"(?:hola|buen(?:os|as) (?:días|dias|tardes|noches)|estimad[oa])(?: \S+){0,3}$",
    r"(?:ciao|buongiorno|buonasera|salve|gentile)(?: \S+){0,3}$|(?:olá|ola|oi|bom dia|boa (?:tarde|noite))(?: \S+){0,3}$",
    r"(?:hoi|goede(?:morgen|middag|navond)|beste)(?: \S+){0,3}$|(?:cześć|dzień dobry|witam|dobry wieczór)(?: \S+){0,3}$",
    r"(?:привет|здравствуйте|добрый (?:день|вечер)|доброе утро|уважаем\S+)(?: \S+){0,3}$|(?:merhaba|selam|iyi günler|günaydın)(?: \S+){0,3}$",
    r"(?:你好|您好|亲|早上好|晚上好|こんにちは|おはようございます|안녕하세요)\S{0,4}$|(?:مرحبا|السلام عليكم|أهلا)(?: \S+){0,3}$|(?:नमस्ते)(?: \S+){0,3}$",
    # thanks
    r"(?:many |much |big )?(?:thanks?|thank you|thankyou|thnx|thx|thanx|tysm|ty|tq|cheers)\b(?! to )",
    r"(?:i|we)(?: (?:really|truly|do|greatly|also))* appreciate (?:your|the|it|that|this|you)|much appreciated|you(?:'re| are) (?:\S+ly )?(?:right|correct)(?: and (?:i|we) .*)?$|(?:i|we)(?:'m| am|'re| are) (?:\S+ly )?not (?:implying|accusing|questioning|suggesting|blaming|doubting)\b|(?:i|we) value your|appreciate (?:it|your)",
    r"(?:this|that|it)(?:'s| is| was) (?:\S+ly |indeed |a |an |very |truly )*(?:serious|concerning|unfortunate|frustrating|disappointing|unacceptable|important|understandable|unusual|annoying|a pity|a shame)\b(?: \S+){0,4}$|"
    r"(?:\S+ ){0,25}(?:is|are|it's|that's) (?:\S+ly |indeed |very )*(?:an? )?(?:(?:valid|serious|legitimate) )?(?:concern|concerns|concerning|unacceptable|frustrating|inconvenient|disappointing|upsetting|understandable|annoying)(?: (?:from|for|in|of|to receive) .*)?$|"
    r"(?:\S+ ){0,25}(?:is|are|it's|that's) (?:(?:certainly|definitely|clearly|absolutely|truly) not (?:acceptable|expected|ideal)|not acceptable|(?:certainly|definitely|clearly|indeed|absolutely|obviously) an? (?:\S+ )?(?:defect|issue|problem))(?: (?:from|for|in|of|to receive) .*)?$|that(?:'s| is) a possibility$|"
    r"receiving (?:a|an|the|your)\b.*\b(?:not|unacceptable|frustrating|disappointing|concerning|inconvenient)\b|(?:we|i)(?:'re| are|'m| am)? (?:always |constantly |continuously |also )*(?:strive|striving|tak(?:e|ing)(?= (?:\S+ ){0,5}(?:serious\w*|pride|care|responsib\w+|matters?|issues?|concerns?|feedback|complaints?|steps?|measures?)\b)|aim|try|value|working to improve|dedicated|committed|confident)\b(?! (?:\d|visa|cash|card|pay|back))",
    r"(?:i am|i'm|we are|we're) (?:so |very )?(?:glad|happy|pleased|delighted|grateful)\b",
    r"(?:vielen |besten |herzlichen )?dank\b|danke\b|merci\b|(?:muchas )?gracias\b|(?:mille )?grazie\b|(?:muito )?obrigad[oa]\b|"
    r"(?:hartelijk )?dank\b|bedankt\b|(?:большое )?спасибо\b|благодар|dziękuję|dzięki|teşekkür|sağ ?ol|谢谢|感谢|多谢|ありがとう|감사합니다|고맙습니다|شكرا|धन्यवाद|shukriya",
    r"(?:you(?:'re| are) )?(?:most |very )?welcome\b|(?:it(?:'s| is| was) )?(?:my|our) pleasure|no (?:problem|worries)(?: at all)?\b(?: sir| madam)*$|any ?time$|(?:great|good|glad|nice|lovely) to hear\b|enjoy (?:your|it|the)(?: \S+){0,2}$|"
    r"(?:bitte ?(?:schön|sehr)?|gern geschehen|de rien|je vous en prie|de nada|prego|di niente|graag gedaan|пожалуйста|proszę|rica ederim|不客气|どういたしまして)$",
    # taking note of what the customer said or sent
    r"(?:i|we) (?:can |have )?(?:clearly )?(?:see|seen|noted|recorded|noticed|received|found|located|made a note of) (?:the (?:extent|damage|images?|photo\w*|pictures?|screenshots?)|your (?:account|details|message|request|images?|photo\w*|name|address|number|information)|that (?:one|an?|two|the|your) .*missing)\b(?: \S+){0,9}$|"
    r"(?:i|we) (?:can|will|would be happy to) (?:certainly |also |gladly )?(?:help|assist)(?: you)? with\b(?: \S+){0,6}$|(?:i|we) have your \S+(?: \S+){0,4}(?: and will .*)?$|you will(?: sir| madam)*$",
    # sympathy and apologies
    r"(?:(?:i|we) )?(?:can |do |completely |fully |truly |totally |certainly |sincerely )*understand\b(?! (?:how to|why your|from))",
    r"(?:i|we)(?:'m| am|'re| are) (?:so |very |really |truly |extremely |deeply |terribly )*sorry\b|(?:so |very )?sorry\b(?! (?:but )?(?:we|i) (?:can|do))|"
    r"(?:(?:i|we) (?:do )?)?(?:(?:sincerely|deeply|truly|again|once again|also|must) )*apologi[sz]e\b|(?:my|our|please accept (?:my|our))(?: \S+)? apolog|apologies|"
    r"(?:i|we) (?:deeply |sincerely |truly )?regret\b|(?:i|we) (?:acknowledge|empathi[sz]e|hear you|recogni[sz]e|realize|realise)\b|pardon\b|"
    r"(?:\S+ ){0,4}sorry$|(?:that(?:'s| is| was) )?(?:our|my) (?:mistake|fault|error)$|(?:this|that|it) (?:\S+ )?should(?:n't| not)(?: have)? (?:happen|occur)\S*$|(?:this|that|it|you) (?:\S+ )?should(?:n't| not)? have been(?: \S+){0,6}$|oh dear$|oops$",
    r"(?:that|this) (?:is|was|must be|must have been|sounds|certainly) (?:\S+ )?(?:not the|not acceptable|unacceptable|frustrating|certainly|concerning|definitely not)|this is certainly not",
    r"(?:i|we) (?:want to |would like to )(?:re)?assure you",
    r"(?:we are|we're|i am|i'm) committed to|(?:your|customer) (?:satisfaction|business|feedback|patience)\b|we take (?:this|such|these|your)|we strive|we (?:always )?want (?:to ensure|you to)",
    r"(?:please )?be assured\b|(?:i|we) (?:\S+ly )?(?:agree|hope so)(?: too)?(?: with you)?$|we respect your\b|we hope (?:so|to|you|this)|i hope (?:so|this|you|that)|hope (?:so|this|that|you)",
    r"(?:es )?tut (?:mir|uns) (?:\S+ )?leid|entschuldig|(?:ich|wir) (?:verstehe|entschuldige)|je (?:suis|comprends) (?:désolé|votre)|désolé|nous sommes désolés|toutes nos excuses|"
    r"lo siento|lo sentimos|lamento|lamentamos|disculp|entiendo (?:su|tu|que)|mi (?:dispiace|scuso)|ci (?:dispiace|scusiamo)|desculp|lament|sinto muito|"
    r"het spijt (?:me|ons)|excuses|извин|прошу прощения|приносим|понимаю|przepraszam|przykro|özür|üzgün|kusura|抱歉|对不起|不好意思|申し訳|すみません|죄송",
    # closings
    r"(?:is|was) there (?:anything|something) (?:else|more)|(?:anything|something) else\b|(?:do|if) you (?:have|need|require) (?:any|anything|further|more|other|additional)\b.*(?:question|quer|help|assist|concern|else|information|contact|reach|know|support|hesitate)",
    r"(?:please )?(?:do not|don't|feel free|never) (?:hesitate )?to (?:contact|reach|ask|let|write|call|get|message)|(?:please )?(?:just )?(?:let (?:me|us) know|reach out|contact us|get in touch|feel free)\b(?:.*\b(?:if|should|anything|help|question|further|assist)\b|$)",
    r"(?:please )?let (?:me|us) know\b(?: \S+){0,12}$|should you (?:have|need|require)\b",
    r"(?:wish(?:ing)? you|have|enjoy) (?:a|your|an) (?:\S+ )?(?:nice |good |great |pleasant |wonderful |lovely |rest|one|day|evening|weekend|time)|have a (?:nice|good|great|pleasant|wonderful|lovely)|take care|good ?bye|bye\b|see you|(?:best|kind|warm)(?:est)? (?:regards|wishes)|regards|yours|sincerely|stay safe|happy to help|(?:wish(?:ing)? you (?:and \S+ \S+ )?an? )?(?:happy|merry|joyous|blessed|frohe\S*|fröhliche\S*|schöne (?:feiertage|weihnachten)|joyeu(?:x|ses?)|feliz|felices|prettige|wesołych|с новым) \S+(?: \S+){0,7}$|(?:if|should) .*\b(?:do not|don't) hesitate\b|(?:(?:that|this|it) )?(?:was|is) (?:certainly |definitely )?not (?:my|our) intention\b|"
    r"(?:ich wünsche |wir wünschen |noch )?(?:ihnen |dir )?(?:noch )?einen? (?:schönen|guten|angenehmen)|schönen (?:tag|abend)|(?:viele|mit freundlichen|beste|liebe) grüße\S*|tschüss|auf wiedersehen|kann ich (?:ihnen|dir) (?:sonst|noch|weiter)|melde(?:n sie sich|t euch| dich)|"
    r"bonne (?:journée|soirée)|cordialement|au revoir|à bientôt|n'hésitez pas|(?:que )?tenga (?:un )?buen|saludos|adiós|hasta (?:luego|pronto)|no dude en|¿?(?:le|te) puedo ayudar en algo más|"
    r"buona (?:giornata|serata)|cordiali saluti|arrivederci|non esiti|tenha um|até (?:logo|mais)|atenciosamente|fijne dag|tot ziens|met vriendelijke groet|"
    r"хорошего (?:дня|вечера)|всего (?:доброго|хорошего)|до свидания|с уважением|обращайтесь|miłego|do widzenia|pozdrawiam|iyi günler|hoşça kal|görüşürüz|祝您|再见|よろしくお願い|さようなら|안녕히",
)

HOLDS = _any(
    r"(?:i|we)(?:'ll| will)(?: then| also)* (?:be able to )?provide (?:you )?with (?:\S+ ){0,4}(?:updates?|details|information|explanation)\b",
    r"(?:to clarify |in the meantime |meanwhile |then )?(?:i|we)(?:'ll| will)? (?:will |need to |would need to |have to )?(?:(?:\S+ly|now|then|also|first) )*(?:investigat|cross referenc|coordinat|contact|look into|file a|double check|escalat|attempt|endeavou?r)\w*\b(?!.*\b(?:days?|hours?)\b)",
    r"(?:i|we)(?:'m| am|'re| are) (?:\S+ly |now |still )*(?:cross referenc|verify|valid|coordinat)\w*\b",
    r"(?:i|we) (?:will|can|'ll)? ?(?:then )?(?:ensure|make sure|take extra|continue)\b(?!.*\b(?:refund|free|replace)\w*)",
    r"(?:just |only )?(?:a|one|1) (?:moment|minute|min|second|sec)\b|(?:hold|hang) on\b|please (?:hold|wait|bear|stand by|stay)\b|bear with|hold please|wait a\b|checking\b|"
    r"(?:please |kindly |can you |could you )?(?:allow|give|grant) (?:me|us) (?:just |only |about |up to |approximately )?(?:a|some|one|few|the|another|\d+|until)\b|(?:please )?allow (?:a|some) (?:few|moment|minute|time)",
    r"(?:i|we)(?:'m| am|'re| are) (?:now |currently |still |immediately |actively |just |already |also |simply |only |merely |constantly )*(?:check|look|investigat|review|verif|access|pull|contact|work|escalat|examin|search|connect|fetch|analy|get|forward|transferr?|coordinat|do|prioriti|await|wait|explor|monitor|conduct|arrang|expedit|try|attempt|follow|mak|collect|gather|request|consult|reach|tak)\w*ing\b",
    r"(?:please )?(?:let me|allow me to|allow us to|let us|i'll|i will|we'll|we will|i need to|i would need to|we need to|i'd like to|i am going to|i'm going to)"
    r" (?:\S+ly |now |just |also |first |see and |go ahead and |need to |have to |be |continue to |prioriti[sz]e |try to |take )*"
    r"(?:re ?)?(?:check|look|investigat|review|verif|access|pull|see|find|explore|double|get back|get in touch|monitor|oversee|follow|keep|updat|inform|contact|call|escalat|reach|in (?:touch|contact)|right back|back |available|remain|connect|transfer|forward|come back|return|"
    r"do (?:my|our|everything|what)|ensur|make sure|work|try|examin|expedit|prioriti|notify|get this|get to|consult|discuss|speak|have a look|a look|raise|pass|note|document|assist|help|confirm)\w*",
    r"(?:i|we)(?: will| can| shall|'ll)? (?:also |certainly |then |gladly )*(?:await|wait|explore|prioriti|monitor)\w*\b(?! (?:\d|for you at))|(?:however )?(?:i|we) (?:cannot|can't|can not) guarantee (?:it|this|that)\b(?: \S+){0,4}$",
    r"i(?:'m| am) (?:\S+ly |now |still |also |just )*(?!having|wondering|missing|writing)\w{3,}ing\b(?! to )",
    r"please expect (?:an?|to|the|our|updates?) |(?:i|we)(?:'m| am|'re| are) in (?:\S+ )?(?:contact|touch)\b|(?:i|we) (?:anticipate|expect) (?:having|to have|an update)|(?:i|we)(?:'m| am|'re| are)? commit(?:ted)? to|(?:please )?(?:kindly )?take your time\b",
    r"(?:our|the|my) (?:\S+ ){0,3}(?:team|department|warehouse|partner|colleague)s? (?:is|are) (?:now |currently |already |\S+ly )*\w+ing\b|(?:we|i)(?:'ll| will) (?:\S+ly |also )*(?:rectify|resolve|fix|sort|provide (?:you )?(?:with )?(?:an |regular |daily |further )?update|be \w+ing)\w*\b",
    r"(?:you will be|you'll be|you will) (?:updated|contacted|hear from|kept)\b|(?:our|the|a|my) (?:\S+ ){0,3}(?:team|department|colleague|supervisor|manager|specialist|representative|agent) will (?:be |also |then )?(?:contact|call|reach|get|review|look|check|investigat|updat|in touch)\w*",
    r"(?:einen |nur einen |kleinen )?(?:moment|augenblick|sekunde)\b|ich (?:schaue|prüfe|sehe|kümmere|frage|gucke|melde)\b|lassen sie mich|wir (?:prüfen|melden uns|kümmern)|"
    r"un (?:moment|instant|momento|attimo|momentito)|veuillez patienter|patientez|je (?:vérifie|regarde|vais (?:vérifier|regarder|voir))|laissez moi|"
    r"(?:espere|espera|déjeme|permítame|deme|aguarde|um momento|só um|deixe me|vou verificar|voy a (?:verificar|revisar|comprobar)|estoy (?:revisando|verificando))|(?:attenda|sto (?:verificando|controllando)|controllo|verifico)\b|"
    r"(?:een moment|ogenblik|ik (?:kijk|controleer|ga))\b|(?:одну |секунд|минут|момент|сейчас (?:проверю|посмотрю|уточню)|подождите|проверяю|уточняю)|(?:chwil|moment|proszę czekać|sprawdz)|(?:bir (?:dakika|saniye)|bekleyin|kontrol ed)|"
    r"(?:请)?(?:稍等|稍候|等一下)|我(?:来|去|先)?(?:查|看)一?下|正在(?:查|核实|处理)|少々お待ち|お待ちください|確認(?:します|いたします)|잠시만|확인해",
)

REQUESTS = _any(
    r"(?:(?:first|next|then|also|meanwhile|to (?:start|begin)) )?(?:to (?:assist|help|proceed|better|expedite|resolve|process|investigate|start|begin)\b.*)?(?:please|kindly|could you|can you|would you|may i|can i|could i)(?: also| please| kindly| do)* (?:provide|share|confirm|specify|tell (?:me|us)|send (?:me|us|over|the|a|your)|give (?:me|us)|describe|elaborate|let (?:me|us) know (?:your|the|which|what|if|whether|when|how|where)|clarify|verify|state|upload|attach|advise|explain|mention|indicate|have)\b",
    r"(?:to \S+ .*)?(?:i|we)(?:'ll| will| would)? (?:need|require) (?:confirmation|verification|access|to (?:access|verify|confirm)|further|additional|photographic|your|the|some|a few|more|to know|you to (?:provide|send|share))|(?:i|we) (?:just )?need (?:your|to know)|(?:\S+ ){1,10}(?:would|will) (?:\S+ )?(?:be (?:\S+ )?(?:helpful|useful|appreciated)|(?:assist|help) us)\b|(?:please|kindly) (?:do )?(?:inform|notify|update|check and let) (?:me|us)\b|what is your|which (?:one|option|of)",
    r"(?:bitte )?(?:nennen|teilen|senden|schicken|geben) sie (?:mir|uns)\b|(?:könnten|können|würden) sie (?:mir|uns|bitte)|(?:pourriez|pouvez) vous|merci de (?:me|nous) (?:fournir|communiquer|donner)|(?:podría|puede|puedes|podrías) (?:por favor )?(?:indicar|proporcionar|confirmar|enviar|darme|decirme)|(?:può|potrebbe) (?:fornir|indicar|confermar|inviar|dirm)|(?:poderia|pode) (?:informar|fornecer|confirmar|enviar)|kunt u (?:mij|ons)|(?:подскажите|укажите|уточните|пришлите|сообщите|напишите)\b|(?:podaj|proszę (?:podać|o))|请(?:提供|告诉|发送|确认)|教えて(?:ください|いただけ)",
)

GENERAL = _any(
    r"\b(?:if(?! (?:available|possible|needed|necessary|required|applicable|(?:it is |it's )?still\b))|when|whenever|once|unless|in case|as soon as|as long as|always|usually|normally|typically|generally|sometimes|often|in (?:most|some|certain|many) cases|some (?:\S+ ){1,4}may|"
    r"wenn|sobald|solange|falls|immer|normalerweise|üblicherweise|meist(?:ens)?|manchmal|si|cuando|siempre|normalmente|quand|lorsque|dès que|toujours|généralement|se|quando|sempre|di solito|als|zodra|altijd|meestal|"
    r"если|когда|всегда|обычно|jeśli|kiedy|zawsze|zwykle|eğer|genellikle|如果|若|通常|一般)\b|如果|的话|通常|一般|"
    r"\b(?:for|due to) (?:\S+ ){1,3}(?:reasons|protocols)\b|aus (?:\S+ ){0,2}\S*gründen\b|pour des raisons\b|por (?:motivos|razones|razões)\b|per motivi\b|om \S*redenen\b|по соображениям\b|ze względów\b"
)
"""Words that make a sentence general: what holds if, when or usually, or for reasons that hold for everybody."""

TIMES = _any(
    r"\b(?:until|till|whether|after(?! (?:\S+ly )?(?:check|review|investigat|look|speak))|before|while|should|bis|nachdem|bevor|après|avant|jusqu|después|antes|hasta|dopo|prima|fino|na|voordat|totdat|depois|até|после|до|пока|po|zanim|sonra|önce)\b"
)
"""Words that make general what follows them: "your order has been packed" is a case, "until your order has been packed" is none."""

COMMITMENTS = _any(
    # what staff offer or promise to do now, for the one who asks: true of this customer only, unless it is said of a condition
    r"\b(?:i|we)(?:'ll| will| shall| can| could|'d be (?:happy|glad) to| would be (?:happy|glad) to|'d like to| would like to|(?:'re|'m| are| am) (?:able|happy|glad|prepared|willing|authori[sz]ed) to)"
    r"(?: \S+ly| also| now| then| certainly| gladly| either| still| go ahead and| proceed (?:to|with)| try to)* "
    r"(?:process|initiat|issu|arrang|expedit|escalat|waiv|mark|flag|fil|creat|reship|re ship|replac|refund|credit|schedul|cancel|add|offer|inspect|compensat|extend|appl|reserv|reimburs|redirect|intercept|recall|generat|upgrad|launch|open|personally)\w*\b",
    r"\b(?:i|we)(?:'ll| will| shall)(?: \S+ly| also| now| then| still)* (?:ship|send|provide|deliver|share|give|place|put|make|do|have) (?:you )?(?:with )?(?:the|this|that|your|it|a new|a replacement|another|an? (?:full|partial|special|extra|additional|dedicated)|extra|an?other)\b",
    r"\b(?:i|we) (?:can|could)(?: \S+ly| also| either| then)* (?:ship|send|resend|deliver) (?:you )?(?:it|the|this|that|your|a new|a replacement|another)\b|\b(?:i|we)(?:'ll| will| can) (?:ship|send) you .*\b(?:free of charge|at no (?:\S+ )?(?:cost|charge))\b|\bwill be (?:\S+ly )?(?:prioriti|expedit|escalat)\w+",
    r"\b(?:i|we) (?:can|could|will)\b.* (?:a|the|full|partial|your) (?:\S+ )?(?:refund|replacement|discount|credit(?! (?:card|or debit))|voucher|coupon|compensation|reshipment|exchange)\b",
    r"\b(?:your|the) (?:\S+ ){0,3}(?:order|parcel|package|delivery|shipment|replacement|refund|pick ?up|item|appointment|repair)\b.* (?:is|are|will|should|arrives?|comes?|scheduled)\b.*\b(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:january|february|march|april|may|june|july|august|september|october|november|december) \d|(?:mon|tues|wednes|thurs|fri|satur|sun)day)",
    r"\b(?:reference|tracking|confirmation|request|ticket|case|claim|complaint|transaction|authori[sz]ation|approval|booking|discount|voucher|coupon|promo\w*|code)\b(?: \S+){0,5} is (?:<\w+>|\S*\d)(?!\S* (?:digits?|characters?|letters?|numbers?|days?|hours?|to|working|business))",
    r"\b(?:your|the) (?:\S+ ){0,2}(?:order|refund|return|replacement|payment|parcel|package|shipment|request|case) (?:is|are) (?:\S+ly |now |still |already )*being\b|\b(?:is|are) (?:now |currently |already )?being (?:\w+ed|sent|made)\b",
    r"\b(?:will|shall|is going to) be (?:\S+ly |also |now )*(?:\w+ed|sent|made|given) (?:for you )?(?:immediately|right away|at once|straight ?away|today|now)\b|^(?:i|we) (?:guarantee|recommend we|suggest we|propose)\b",
    r"\b(?:given|considering|in light of|in view of|under) (?:the|these|this|that|your) (?:\S+ )?(?:circumstances?|situation|urgency|information|discrepanc\w+|inconvenience|history)\b",
    r"\b(?:ich|wir) (?:werden?|können|kann) (?:ihnen|dir|euch|sie|es|das|die|den|ihre?n?|eine?n?|gerne?|sofort|umgehend|natürlich) .*(?:erstatten|gutschreiben|stornieren|veranlassen|ersetzen|nachsenden|nachliefern|umtauschen|anbieten|zusenden|einleiten)\b",
    r"\b(?:je|nous) (?:vais|allons|peux|pouvons) (?:vous |immédiatement |aussi )*(?:rembourser|remplacer|annuler|proposer|offrir|procéder|lancer|effectuer|renvoyer)\b",
    r"\b(?:voy|vamos) a (?:reembolsar|enviar|reemplazar|cancelar|ofrecer|procesar|iniciar|gestionar|tramitar)\w*|\b(?:puedo|podemos) (?:ofrecer|reembolsar|reemplazar)\w*|\b(?:vou|vamos|posso|podemos) (?:reembolsar|enviar|substituir|cancelar|oferecer|processar|iniciar)\w*",
    r"\b(?:procederò|procederemo|rimborserò|rimborseremo|sostituiremo|annullerò)\b|\b(?:posso|possiamo) (?:offrir|rimborsar|sostituir)\w*|\b(?:ik|wij|we) (?:zal|zullen|kan|kunnen) (?:u|je|het|de|een|uw) .*(?:terugbetalen|vervangen|annuleren|aanbieden)\b",
    r"\b(?:я|мы) (?:верну|вернём|вернем|оформлю|оформим|заменю|заменим|отменю|отменим|могу предложить|можем предложить)\b|\b(?:zwrócimy|wymienimy|anulujemy|(?:możemy|mogę) zaoferować)\b|我们?(?:会|将|可以)(?:马上|立即|立刻)?(?:为|给|帮)您",
)
"""An offer or a promise of staff. "We will refund you once it is back" says what always happens and is none."""

OWN_CASES = _any(
    # what this agent did, does or promises
    r"^(?:while|although|though|even though|even if) .*\b(?:i|we)(?:(?:'ll| will| can)(?! (?:only|not|no|never)\b)|(?:'ve| have) (?:\S+ly |already |now )*\w+ed\b)|\bi(?:'m| am) (?:currently|now|still|going to)\b|^i (?:promise|guarantee)\b|^(?:obwohl|auch wenn) .*\b(?:werden?|kann|können) (?:ich|wir)\b(?! (?:nur|nicht|kein))|^bien que .*\b(?:je vais|nous allons)\b|^aunque .*\b(?:voy|vamos) a\b",
    r"\bi(?:'ve| have)(?: \S+ly| also| just| already| now| personally| re)* (?!to\b|an?\b|the\b|no\b|any\b|one\b|two\b)(?:\w+(?:ed|en|wn|ght|nt|id|oke|und)|made|put|set|done)\b",
    r"\bi(?:'m| am) (?:now |currently |immediately |also )*(?:re ?)?(?:process|initiat|issu|send|cancel|updat|arrang|add|credit|apply|request|schedul|expedit|fil|rais|generat|authori[sz])\w*ing\b",
    r"^i(?:'ll| will| shall) |\bi(?:'ll| will| shall)(?: \S+ly| also| now| go ahead and| then)* (?:process|initiat|issu|send|cancel|updat|arrang|add|credit|apply|request|schedul|expedit|fil|rais|generat|refund|provid|replac|waiv|creat|submit|instruct|attempt|offer|personally)\w*",
    r"\bi(?:'ll| will| shall)(?: \S+ly| also)* (?:ensure|explore|share|mark|flag)\b|\bi(?:'d| would) be (?:happy|glad) to (?:offer|arrange|process)\b|\b(?:the|this|that|your|it)(?: \S+){0,3} should(?:n't| not)? have been\b",
    r"\bi(?:'ll| will| shall)\b(?! (?:be|need|not|have to)\b)|\b(?:my|our) (?:\S+ ){0,2}(?:supervisor|manager|team|department|colleague|warehouse|partner|specialist)s? (?:has|have) (?:\S+ly )?\w+ed\b|^(?:since|given that|considering that) (?:you|your|this|the (?:item|product|order|package|parcel|payment|refund|transaction|outlet|issue))\b",
    r"\bi (?:can )?(?:see|find|confirm|notice|note)(?: here)?(?: that)?\b|\bi was able to\b|\bi can(?: \S+ly| also| then)* (?:offer|initiate|arrange|provide|process|issue|place|check|send|explore|contact|escalate|try|attempt|mark|request|apply|add|cancel|update|waive|credit|refund)\b",
    r"\bich habe\b|\bich (?:sehe|veranlasse|storniere|erstatte)\b|\bj'ai (?:\w+é|fait|mis)\b|\bhe (?:\w+[ai]do|hecho|visto|puesto)\b|\bho (?:\w+[aiu]to|fatto)\b|\bя (?:проверил|оформил|отправил|передал|отменил|вижу|вернул|создал)|\bik heb\b|\b(?:sprawdziłem|sprawdziłam|wysłałem|wysłałam)\b|我(?:已经|已|看到|帮您)",
)

CASES = _any(
    # what was done for or found about this customer, unless the sentence is general
    r"(?<!guarantee delivery by )(?<!guarantee it by )(?<!guarantee it )\b(?:tomorrow|today|tonight|yesterday|this (?:morning|afternoon|evening|weekend))\b|\b(?:is|are) (?:now|currently|already) (?:on hold|scheduled|confirmed|pending|delayed|being)\b|\bis on hold\b|\b(?:is|be) scheduled for\b",
    r"\byou(?:'ll| will| should)(?: \S+ly| also)? (?:receive|get|hear|have) .*\b(?:shortly|within the (?:next )?\w+|soon)\b|\bas (?:the|your) (?:discrepancy|case|situation)\b",
    r"\bwe(?:'ve| have)(?: \S+ly| now| just| also| already| successfully| since)* (?:been |gone ahead and )?(?:initiat|process|issu|cancel|refund|sent|updat|chang|check|verif|escalat|contact|locat|review|reset|add|credit|forward|arrang|appli|request|submit|mark|not|confirm|trigger|schedul|expedit|receiv|complet|creat|select|prioriti|assign|reserv|waiv|book|notif|coordinat|fil|rais|spoken|manag|remov|correct|flagg|document|investigat|attempt|placed|generat|dispatch|found|identif|access|prioriti|instruct|inform|resent|made)\w*",
    r"\bwe(?:'re| are) (?:now |currently |immediately |also )*(?:process|initiat|issu|cancel|arrang|credit|request|schedul|expedit|rais|generat|reserv|prepar|creat)\w*ing\b",
    r"\byou(?:'ll| can| will| should| may)(?: \S+ly)? (?:expect|receive|get|hear) (?:an?|our|the) (?:\S+ ){0,2}(?:update|call(?:back)?)\b|\byour (?:\S+ )?(?:money|funds|order|parcel|package|refund|payment|account) (?:is|are|has|was) (?:not |still |now |currently )*(?:lost|safe|stuck|secure|delayed|held|late|pending|on (?:its|the) way)\b",
    r"\b(?:has|have)(?: \S+ly| already| now| also| just| since)* been(?: \S+ly| already| now)* (?:\w+(?:ed|wn|ght|oken)|sent|made|put|lost|held|paid|found|set)\b|\bthis time\b|\bthere (?:was|were|has been|have been)\b|\bcould(?:n't| not) be (?:\S+ly )?(?:\w+ed|made|sent|found|done)\b|\b(?:was|were) (?:unable|not able)\b|\b(?:notes?|assessment|report|logs?|images?|photos?|photographs?|pictures|scan|history|indications) (?:\S+ )?(?:indicates?|shows?|suggests?|confirms?)\b|\bis (?:\S+ly |now |indeed |already )*(?:confirmed|marked|showing|recorded|flagged)\b",
    r"\b(?:the|your|it) (?:\S+ ){0,2}(?:item|order|package|parcel|payment|refund|delivery|shipment|transaction) (?:\S+ly )?(?:became|went|got|left|arrived|failed|reached)\b",
    r"\b(?:ihre?[rmns]?|deine?[rmns]?) .*\b(?:wurden?|worden)\b|\b(?:votre|vos) .*\b(?:a|ont) été\b|\b(?:su|sus|tu) .*\b(?:ha|han) sido\b|\bsu \S+ fue\b|\b(?:il suo|la sua|i suoi) .*\b(?:è|sono) stat[oaie]\b|\b(?:uw|je) .*\b(?:werd|is) ge\w+(?:d|t|en)\b|\b(?:seu|sua) .*\bfoi \w+d[oa]\b|\b(?:ваш\w*) .*\b(?:был[аио]?|отправлен\w*|отменён\w*|отменен\w*)\b|\bzosta(?:ł|ła|ło|ły) ",
    r"\bto confirm (?:you|the|your)\b|\byou (?:ordered|received|reported|mentioned)\b|\b(?:is|are) currently (?:showing|scheduled|being|in|out|on|at)\b",
    r"\b(?:according to|based on|as per|upon (?:checking|review\w*|investigati\w*)|after (?:checking|review\w*|investigat\w*)|looking at) (?:our|the|your|my|further)\b|\bupon checking\b",
    r"\b(?:appears?|seems?) to\b|\b(?:it|there) (?:appears|seems)\b|\b(?:system|tracking|records?|confirmation|information|status|investigation|details) (?:\S+ )?(?:indicates?|states?|confirms?|suggests?|shows? (?:that|your|the|it (?:was|is)|as))\b",
    r"\b(?:refund|order|package|parcel|payment|return|replacement|request|cancellation|transaction|item|product|delivery|issue|account|case|ticket|amount|credit|label|code|complaint|shipment|money|email|status|subscription|booking|card)s?(?: \S+){0,3} (?:has|have|was|were)(?: now| already| just| \S+ly| also| since)*(?: been)? (?:\w+ed|sent|made|lost|held|paid|put)\b",
    r"已(?:经)?为您|(?:返金|手配|確認|キャンセル)(?:しました|いたしました)",
)
