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
    r"right|well|oh|ah|hmm+|so|and|but|also|however|sir|madam|ma'am|mam|again|please note(?: that)?|(?:i|we) (?:can |do )?(?:assure|promise) you(?: that)?|in this case|rest assured(?: that)?|"
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
    r"(?:i|we)(?: can| will| would be|'d be|'ll)? (?:certainly |definitely |gladly |be |surely )*(?:happy to |glad to |able to )?(?:help|assist)(?: you)?(?: with (?:that|this|it|your \S+))?(?: \S+){0,2}$|you have my word\b|(?:regarding|concerning|about|for) .*\bi (?:understand|apologi|am sorry|regret)\w*|(?:this|the) (?:matter|issue|case) requires\b|"
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
    r"(?:i|we)(?: (?:really|truly|do|greatly|also))* appreciate (?:your|the|it|that|this|you)|much appreciated|(?:i|we) value your|appreciate (?:it|your)",
    r"(?:this|that|it)(?:'s| is| was) (?:\S+ly |indeed |a |an |very |truly )*(?:serious|concerning|unfortunate|frustrating|disappointing|unacceptable|important|understandable|unusual|annoying|a pity|a shame)\b(?: \S+){0,4}$|"
    r"(?:\S+ ){1,12}(?:is|are) (?:\S+ly )?(?:an? )?(?:(?:valid|serious|legitimate) )?(?:concern|concerns|concerning|unacceptable|frustrating)$|"
    r"receiving (?:a|an|the|your)\b.*\b(?:not|unacceptable|frustrating|disappointing|concerning|inconvenient)\b|(?:we|i)(?:'re| are|'m| am)? (?:always |constantly |continuously |also )*(?:strive|striving|take|taking|aim|try|value|working to improve|dedicated|committed|confident)\b(?! (?:\d|visa|cash|card|pay|back))",
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
    r"(?:\S+ ){0,4}sorry$|(?:that(?:'s| is| was) )?(?:our|my) (?:mistake|fault|error)$|(?:this|that|it) (?:\S+ly )?should(?:n't| not)(?: have)? happen\S*$|oh dear$|oops$",
    r"(?:that|this) (?:is|was|must be|must have been|sounds|certainly) (?:\S+ )?(?:not the|not acceptable|unacceptable|frustrating|certainly|concerning|definitely not)|this is certainly not",
    r"(?:i|we) (?:want to |would like to )(?:re)?assure you",
    r"(?:we are|we're|i am|i'm) committed to|(?:your|customer) (?:satisfaction|business|feedback|patience)\b|we take (?:this|such|these|your)|we strive|we (?:always )?want (?:to ensure|you to)",
    r"(?:please )?be assured\b|we hope (?:so|to|you|this)|i hope (?:so|this|you|that)|hope (?:so|this|that|you)",
    r"(?:es )?tut (?:mir|uns) (?:\S+ )?leid|entschuldig|(?:ich|wir) (?:verstehe|entschuldige)|je (?:suis|comprends) (?:désolé|votre)|désolé|nous sommes désolés|toutes nos excuses|"
    r"lo siento|lo sentimos|lamento|lamentamos|disculp|entiendo (?:su|tu|que)|mi (?:dispiace|scuso)|ci (?:dispiace|scusiamo)|desculp|lament|sinto muito|"
    r"het spijt (?:me|ons)|excuses|извин|прошу прощения|приносим|понимаю|przepraszam|przykro|özür|üzgün|kusura|抱歉|对不起|不好意思|申し訳|すみません|죄송",
    # closings
    r"(?:is|was) there (?:anything|something) (?:else|more)|(?:anything|something) else\b|(?:do|if) you (?:have|need|require) (?:any|anything|further|more|other|additional)\b.*(?:question|quer|help|assist|concern|else|information|contact|reach|know|support|hesitate)",
    r"(?:please )?(?:do not|don't|feel free|never) (?:hesitate )?to (?:contact|reach|ask|let|write|call|get|message)|(?:please )?(?:just )?(?:let (?:me|us) know|reach out|contact us|get in touch|feel free)\b(?:.*\b(?:if|should|anything|help|question|further|assist)\b|$)",
    r"(?:please )?let (?:me|us) know\b(?: \S+){0,12}$|should you (?:have|need|require)\b",
    r"(?:wish(?:ing)? you|have|enjoy) (?:a|your|an) (?:\S+ )?(?:nice |good |great |pleasant |wonderful |lovely |rest|one|day|evening|weekend|time)|have a (?:nice|good|great|pleasant|wonderful|lovely)|take care|good ?bye|bye\b|see you|(?:best|kind|warm)(?:est)? (?:regards|wishes)|regards|yours|sincerely|stay safe|happy (?:shopping|holidays|to help)|"
    r"(?:ich wünsche |wir wünschen |noch )?(?:ihnen |dir )?(?:noch )?einen? (?:schönen|guten|angenehmen)|schönen (?:tag|abend)|(?:viele|mit freundlichen|beste|liebe) grüße\S*|tschüss|auf wiedersehen|kann ich (?:ihnen|dir) (?:sonst|noch|weiter)|melde(?:n sie sich|t euch| dich)|"
    r"bonne (?:journée|soirée)|cordialement|au revoir|à bientôt|n'hésitez pas|(?:que )?tenga (?:un )?buen|saludos|adiós|hasta (?:luego|pronto)|no dude en|¿?(?:le|te) puedo ayudar en algo más|"
    r"buona (?:giornata|serata)|cordiali saluti|arrivederci|non esiti|tenha um|até (?:logo|mais)|atenciosamente|fijne dag|tot ziens|met vriendelijke groet|"
    r"хорошего (?:дня|вечера)|всего (?:доброго|хорошего)|до свидания|с уважением|обращайтесь|miłego|do widzenia|pozdrawiam|iyi günler|hoşça kal|görüşürüz|祝您|再见|よろしくお願い|さようなら|안녕히",
)

HOLDS = _any(
    r"(?:to clarify |in the meantime |meanwhile |then )?(?:i|we)(?:'ll| will)? (?:will |need to |would need to |have to )?(?:(?:\S+ly|now|then|also|first) )*(?:investigat|cross referenc|coordinat|contact|look into|file a)\w*\b(?!.*\b(?:days?|hours?)\b)",
    r"(?:i|we)(?:'m| am|'re| are) (?:\S+ly |now |still )*(?:cross referenc|verify|valid|coordinat)\w*\b",
    r"(?:i|we) (?:will|can|'ll)? ?(?:then )?(?:ensure|make sure|take extra|continue)\b(?!.*\b(?:refund|free|replace)\w*)",
    r"(?:just |only )?(?:a|one|1) (?:moment|minute|min|second|sec)\b|(?:hold|hang) on\b|please (?:hold|wait|bear|stand by|stay)\b|bear with|hold please|wait a\b|checking\b|"
    r"(?:please |kindly |can you |could you )?(?:allow|give|grant) (?:me|us) (?:just |only )?(?:a|some|one|few|the|\d|until)\b|(?:please )?allow (?:a|some) (?:few|moment|minute|time)",
    r"(?:i|we)(?:'m| am|'re| are) (?:now |currently |still |immediately |actively |just |already |also )*(?:check|look|investigat|review|verif|access|pull|contact|work|escalat|examin|search|connect|fetch|analy|get|forward|transferr?|coordinat|do|prioriti|await|wait|explor|monitor|conduct|arrang|expedit|try|attempt|follow|mak|collect|gather|request|consult|reach|tak)\w*ing\b",
    r"(?:please )?(?:let me|allow me to|allow us to|let us|i'll|i will|we'll|we will|i need to|i would need to|we need to|i'd like to|i am going to|i'm going to)"
    r" (?:\S+ly |now |just |also |first |see and |go ahead and |need to |have to |be |continue to |prioriti[sz]e |try to |take )*"
    r"(?:check|look|investigat|review|verif|access|pull|see|find|get back|get in touch|monitor|oversee|follow|keep|updat|inform|contact|call|escalat|reach|in (?:touch|contact)|right back|back |available|remain|connect|transfer|forward|come back|return|"
    r"do (?:my|our|everything|what)|ensur|make sure|work|try|examin|expedit|prioriti|notify|get this|get to|consult|discuss|speak|have a look|a look|raise|pass|note|document|assist|help|confirm)\w*",
    r"(?:i|we)(?: will| can| shall|'ll)? (?:also |certainly |then |gladly )*(?:await|wait|explore|prioriti|mark|monitor)\w*\b(?! (?:\d|for you at))|(?:however )?(?:i|we) (?:cannot|can't|can not) guarantee (?:it|this|that)\b(?: \S+){0,4}$",
    r"i(?:'m| am) (?:\S+ly |now |still |also |just )*(?!having|wondering|missing|writing)\w{3,}ing\b(?! to )",
    r"please expect (?:an?|to|the|our|updates?) |(?:i|we) (?:anticipate|expect) (?:having|to have|an update)|(?:i|we)(?:'m| am|'re| are)? commit(?:ted)? to|(?:please )?(?:kindly )?take your time\b",
    r"(?:our|the|my) (?:\S+ ){0,3}(?:team|department|warehouse|partner|colleague)s? (?:is|are) (?:now |currently |already |\S+ly )*\w+ing\b|(?:we|i)(?:'ll| will) (?:\S+ly |also )*(?:rectify|resolve|fix|sort|provide (?:you )?(?:with )?(?:an |regular |daily |further )?update|be \w+ing)\w*\b",
    r"(?:you will be|you'll be|you will) (?:updated|contacted|hear from|kept)\b|(?:our|the|a|my) (?:\S+ ){0,3}(?:team|department|colleague|supervisor|manager|specialist|representative|agent) will (?:be |also |then )?(?:contact|call|reach|get|review|look|check|investigat|updat|in touch)\w*",
    r"(?:einen |nur einen |kleinen )?(?:moment|augenblick|sekunde)\b|ich (?:schaue|prüfe|sehe|kümmere|frage|gucke|melde)\b|lassen sie mich|wir (?:prüfen|melden uns|kümmern)|"
    r"un (?:moment|instant|momento|attimo|momentito)|veuillez patienter|patientez|je (?:vérifie|regarde|vais (?:vérifier|regarder|voir))|laissez moi|"
    r"(?:espere|espera|déjeme|permítame|deme|aguarde|um momento|só um|deixe me|vou verificar|voy a (?:verificar|revisar|comprobar)|estoy (?:revisando|verificando))|(?:attenda|sto (?:verificando|controllando)|controllo|verifico)\b|"
    r"(?:een moment|ogenblik|ik (?:kijk|controleer|ga))\b|(?:одну |секунд|минут|момент|сейчас (?:проверю|посмотрю|уточню)|подождите|проверяю|уточняю)|(?:chwil|moment|proszę czekać|sprawdz)|(?:bir (?:dakika|saniye)|bekleyin|kontrol ed)|"
    r"(?:请)?(?:稍等|稍候|等一下)|我(?:来|去|先)?(?:查|看)一?下|正在(?:查|核实|处理)|少々お待ち|お待ちください|確認(?:します|いたします)|잠시만|확인해",
)

REQUESTS = _any(
    r"(?:(?:first|next|then|also|meanwhile|to (?:start|begin)) )?(?:to (?:assist|help|proceed|better|expedite|resolve|process|investigate|start|begin)\b.*)?(?:please|kindly|could you|can you|would you|may i|can i|could i)(?: also| please| kindly)* (?:provide|share|confirm|specify|tell (?:me|us)|send (?:me|us|over|the|a|your)|give (?:me|us)|describe|elaborate|let (?:me|us) know (?:your|the|which|what|if|whether|when|how|where)|clarify|verify|state|upload|attach|advise|explain|mention|indicate|have)\b",
    r"(?:to \S+ .*)?(?:i|we)(?:'ll| will| would)? (?:need|require) (?:further|additional|photographic|your|the|some|a few|more|to know|you to (?:provide|send|share))|(?:i|we) (?:just )?need (?:your|to know)|what is your|which (?:one|option|of)",
    r"(?:bitte )?(?:nennen|teilen|senden|schicken|geben) sie (?:mir|uns)\b|(?:könnten|können|würden) sie (?:mir|uns|bitte)|(?:pourriez|pouvez) vous|merci de (?:me|nous) (?:fournir|communiquer|donner)|(?:podría|puede|puedes|podrías) (?:por favor )?(?:indicar|proporcionar|confirmar|enviar|darme|decirme)|(?:può|potrebbe) (?:fornir|indicar|confermar|inviar|dirm)|(?:poderia|pode) (?:informar|fornecer|confirmar|enviar)|kunt u (?:mij|ons)|(?:подскажите|укажите|уточните|пришлите|сообщите|напишите)\b|(?:podaj|proszę (?:podać|o))|请(?:提供|告诉|发送|确认)|教えて(?:ください|いただけ)",
)

CONDITIONS = _any(
    r"\b(?:if|when|whenever|once|unless|until|whether|in case|after(?! (?:\S+ly )?(?:check|review|investigat|look|speak))|before|as soon as|as long as|should|always|usually|normally|typically|generally|wenn|sobald|falls|si|cuando|quand|lorsque|dès que|se|quando|als|zodra|если|когда|jeśli|eğer|如果|若)\b|如果|的话"
)
"""Words that make a sentence general: what holds if, when or usually."""

OWN_CASES = _any(
    # what this agent did, does or promises
    r"\bi(?:'ve| have)(?: \S+ly| also| just| already| now| personally| re)* (?!to\b|an?\b|the\b|no\b|any\b|one\b|two\b)(?:\w+(?:ed|en|wn|ght|nt|id|oke|und)|made|put|set|done)\b",
    r"\bi(?:'m| am) (?:now |currently |immediately |also )*(?:process|initiat|issu|send|cancel|updat|arrang|add|credit|apply|request|schedul|expedit|fil|rais|generat)\w*ing\b",
    r"^i(?:'ll| will| shall) |\bi(?:'ll| will| shall)(?: \S+ly| also| now| go ahead and| then)* (?:process|initiat|issu|send|cancel|updat|arrang|add|credit|apply|request|schedul|expedit|fil|rais|generat|refund|provid|replac|waiv|creat|submit|instruct|attempt|offer|personally)\w*",
    r"\bi (?:can )?(?:see|find|confirm|notice|note)(?: here)?(?: that)?\b|\bi was able to\b|\bi can(?: \S+ly| also| then)* (?:offer|initiate|arrange|provide|process|issue|place|check|send|explore|contact|escalate|try|attempt|mark|request|apply|add|cancel|update|waive|credit|refund)\b",
    r"\bich habe\b|\bich (?:sehe|veranlasse|storniere|erstatte)\b|\bj'ai (?:\w+é|fait|mis)\b|\bhe (?:\w+[ai]do|hecho|visto|puesto)\b|\bho (?:\w+[aiu]to|fatto)\b|\bя (?:проверил|оформил|отправил|передал|отменил|вижу|вернул|создал)|\bik heb\b|\b(?:sprawdziłem|sprawdziłam|wysłałem|wysłałam)\b|我(?:已经|已|看到|帮您)",
)

CASES = _any(
    # what was done for or found about this customer, unless the sentence is general
    r"\b(?:tomorrow|today|tonight|yesterday|this (?:morning|afternoon|evening|weekend))\b|\b(?:is|are) (?:now|currently|already) (?:on hold|scheduled|confirmed|pending|delayed|being)\b|\bis on hold\b|\b(?:is|be) scheduled for\b",
    r"\byou(?:'ll| will| should)(?: \S+ly| also)? (?:receive|get|hear|have) .*\b(?:shortly|within the (?:next )?\w+|soon)\b|\bas (?:the|your) (?:discrepancy|case|situation)\b",
    r"\bwe(?:'ve| have)(?: \S+ly| now| just| also| already| successfully| since)* (?:been |gone ahead and )?(?:initiat|process|issu|cancel|refund|sent|updat|chang|check|verif|escalat|contact|locat|review|reset|add|credit|forward|arrang|appli|request|submit|mark|not|confirm|trigger|schedul|expedit|receiv|complet|creat|select|prioriti|assign|reserv|waiv|book|notif|coordinat|fil|rais|spoken|manag|remov|correct|flagg|document|investigat|attempt|placed|generat|dispatch|found|identif|access|prioriti|instruct|inform|resent|made)\w*",
    r"\bwe(?:'re| are) (?:now |currently |immediately |also )*(?:process|initiat|issu|cancel|arrang|credit|request|schedul|expedit|rais|generat)\w*ing\b",
    r"\bto confirm (?:you|the|your)\b|\byou (?:ordered|received|reported|mentioned)\b|\b(?:is|are) currently (?:showing|scheduled|being|in|out|on|at)\b",
    r"\b(?:according to|based on|as per|upon (?:checking|review\w*|investigati\w*)|after (?:checking|review\w*|investigat\w*)|looking at) (?:our|the|your|my|further)\b|\bupon checking\b",
    r"\b(?:appears?|seems?) to\b|\b(?:it|there) (?:appears|seems)\b|\b(?:system|tracking|records?|confirmation|information|status|investigation|details) (?:\S+ )?(?:indicates?|states?|confirms?|suggests?|shows? (?:that|your|the|it (?:was|is)|as))\b",
    r"\b(?:refund|order|package|parcel|payment|return|replacement|request|cancellation|transaction|item|product|delivery|issue|account|case|ticket|amount|credit|label|code|complaint|shipment|money|email|status|subscription|booking|card)s?(?: \S+){0,3} (?:has|have|was|were)(?: now| already| just| \S+ly| also| since)*(?: been)? (?:\w+ed|sent|made|lost|held|paid|put)\b",
    r"已(?:经)?为您|(?:返金|手配|確認|キャンセル)(?:しました|いたしました)",
)
