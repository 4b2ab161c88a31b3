"""The words that name a number: what makes 406-1234567-8901234 an order. A trailing * stands for any ending."""

from difflib import get_close_matches
from functools import lru_cache

ORDER = (
    "order orders ord cmd зак orderid orderno ordernumber po purchase booking reservation bestell* auftrag* auftraeg* aufträg* buchung* commande* cde "
    "réservation pedido* orden órden ordenes órdenes compra reserva reservación заказ* бронирован* бронь покупк* encomenda* ordine ordini acquisto "
    "prenotazione bestelling* bestelnummer zamówieni* pnr itinerary preorder backorder purchases einkauf* kauf kaufs kaufnummer* kaufbeleg* reservierung* "
    "vorbestell* achat achats réserv* précommand* compras encargo* encomend* reserv* брони брон* предзаказ* preorders backorders pickup abholung* retrait "
    "recogida retirada levantamento самовывоз* ware waren warenkorb* locator localisateur"
)
ORDERING = "ordered bought purchased gekauft commandé commandée acheté achetée pedí compré comprado comprei заказал* купил* оформил* оформля* bestellt ordering buying placed placing kaufte bestellte commandais achetais pedido pedida encomendei"
"""Speak of an order where a number follows that can't be much else: not in "I bought 2500 sheets"."""

TRACKING = (
    "dhl ups usps fedex dpd gls hermes извещени* chronopost colissimo mondial estafeta seur correos evri yodel aramex tnt postnl bpost ontrac mrw nacex inpost сдэк "
    "cdek boxberry tracking track tracked trackingid shipment* shipping parcel* package* waybill awb consignment courier dispatch sendung* paket* "
    "frachtbrief* trackingn* recommandé* suivi envoi envois colis expédition bordereau seguimiento rastreo envío envio paquete guía guia localizador трек* "
    "трэк* посылк* отправлени* накладн* шпи рпо rastreamento rastreio spedizione pacco tracciamento paquet* label carrier päckchen* identcode* leitcode* "
    "nachforsch* nachverfolg* lieferschein* lieferung* livraison livraisons étiquette acheminement albarán* albaran* objeto* objecto* remessa* entrega "
    "rastrei* rastream* pacote* correios ctt sedex jadlog loggi доставк* отслеживан* пэк почт* yamato sagawa correo glovo pallet freight cargo sendungs* "
    "warensendung* brief einschreiben* fracht* spedition* palette* retourenlabel* lettre pli palette fret transporteur carta bulto bultos flete palet "
    "transportista frete carga transportadora письм* бандерол* груз* транспортн* ттн driver zusteller* bote boten paketbote* livreur facteur repartidor "
    "mensajero cartero entregador carteiro курьер* почтальон*"
)
ID = (
    "visa permit voter ein tin nhs medicare dispute chargeback enquiry inquiry application authorization authorisation quotation estimate antrag* angebot* "
    "reklamation* mandat* gläubiger* zähler* matrikel* patient* steuernummer* aufenthaltstitel* visum* handelsregister* séjour allocataire siren tva mandat "
    "immatriculation reclamo* folio comprobante radicado trámite rut cuit cuil ine загранпаспорт* водительск* свидетельств* огрн* кпп тикет* кейс* заявлен* "
    "претензи* квитанци* рекламац* омс transaction transactions txn txnid txnno transactionid utr invoice* ticket tickets case rma passport ssn imei upi "
    "social passportnumber nin licence license aadhaar aadhar vat rechnung* transaktion* vorgang* policen* fall* störung* schaden* krankenversicher* "
    "personalausweis* ausweis* reisepass* passnummer passnr steuer* sozialversicherung* versichert* aktenzeichen führerschein* beleg* retourennummer "
    "facture* incident* sinistre* fiscal devis dossier passeport cni identité permis conduire sécu insee siret factura* transacción transaccion caso "
    "pasaporte dni nie nif curp rfc cédula cedula identidad expediente incidencia* siniestro* nss matrícula паспорт* инн снилс транзакц* обращени* заявк* "
    "договор* чек чека полис* удостоверени* инцидент* операци* cpf passaporte protocolo chamado fattura transazione complaint incident aadhaarnumber "
    "agreement agreements debit gstin nric cnic itin eori abn tfn sin nino mpan mprn iccid docket enrolment enrollment versicherungs* mitgliedsnummer* "
    "fahrgestell* kennzeichen* gewerbe* bescheid* assurance litige matricule rcs pdl prm compteur nuss cups soporte nota afiliación cnpj rg niss cnh pis "
    "apólice apolice fatura boleto transação transacao sinistro processo cidadão bilhete utente огрнип бик страхов* жалоб* пропуск* снилс* vin rx mrn "
    "prescription rezept* behandlung* kassenzeichen* leistungsfall* widerspruch* einspruch* protokoll* prüfnummer* ordonnance* procès plaque receta* "
    "denuncia* radicación placa patente requerimiento receita* ocorrência ocorrencia registo рецепт* протокол* талон* исполнител* госномер* стс птс "
    "кадастр* reporte reportes relatório signalement* meldung* отчет* отчёт* доверенност* billet billets"
)
ID_IF_MARKED = (
    "account accounts acct customer client member membership loyalty user employee refund refunds return returns claim receipt policy contract subscription "
    "tax identity identification payment request service security national insurance pan driving kunden* kd kdnr konto* vertrag* mitglied* retoure* "
    "erstattung* client* contrat compte retour adhérent paiement remboursement sociale réclamation abonnement cliente contrato cuenta socio devolución "
    "reembolso pago póliza social licencia reclamación suscripción клиент* счет* счёт* лицев* возврат* аккаунт* клиентск* платеж* платёж* абонент* "
    "пользовател* members registration certificate warranty loan mortgage deposit withdrawal charge bill statement student staff badge subscriber incident "
    "report file complaint query support benefit booking zahlung* lastschrift* überweisung* quittung* gutschrift* anliegen* beschwerde* anfrage* mahnung* "
    "darlehen* kredit* depot* garantie* lizenz* akte* mieter* abo abos anschluss* gerät* bonus* virement* prélèvement* reçu* avoir* plainte* demande* "
    "requête* prêt* crédit* étudiant* garantie licence abonné* bénéficiaire* recibo* abono* préstamo* crédito* queja* solicitud* garantía estudiante "
    "paciente afiliad* abonad* usuario* fidelización suministro pagamento* atendimento* reclamação solicitação conta* cadastro* transferência* usuário* "
    "sócio* associad* identidade fidelidade garantia оплат* запрос* дел* студент* пациент* лояльност* бонусн* гарант* кредит* учетн* учётн* grievance "
    "appeal submission replacement repair job session chat interaction conversation escalation debtor creditor bank routing transfer wire remittance ledger "
    "donor voter resident household tenant nutzer* benutzer* teilnehmer* bearbeitung* schüler* spende* buchungs* vorgäng* sitzung* gesprächs* reparatur* "
    "umtausch* ersatz* rückgabe* überweisungs* bank* utilisateur* usager* donateur* locataire* bancaire échange réparation réparations intervention "
    "transfert versement appel transferencia* depósito* cambio reparación intervención conversación sesión inquilino donante propietario bancaria bancario "
    "domiciliación troca reparo conserto conversa sessão depósito bancária beneficiário перевод* обмен* ремонт* сесси* диалог* заёмщик* заемщик* вклад* "
    "депозит* участник* собственник*"
)
WEAK_ID = "id ids ref reference referenz* référence reference referencia identifiant identificación референс* confirmation"
"""Name a number by themselves, and may belong to a stronger word before them: order ID, product reference."""

NUMBER = (
    "number numbers num no nbr nr nummer nummern numéro numero número n code key #  # № nº n° ° номер* код* numer kennung id ids ref reference referenz référence "
    "referencia identifiant verfolgung verfolgungsnummer nro lautet"
)
"""Say that a number follows."""

FILLER = "us uns nous nosotros нас меня mir moi mí chez vous bei ihnen dir euch con ustedes usted com você vocês с вами у вас вам you in it that here currently läuft laufend geführt unserem meinem meiner ihrem runs running filed logged opened open registered recorded listed saved relay express logistics placed passée passé sous hecho realizado bajo aufgegeben aufgegebene unter оформлен оформлена оформленный details slip as me my your our the this that his her new old same meine mein meiner unsere ihre mon ma votre notre mi mis su tu мой моего моя моему ваш мою el la le les der die das with having being under called namely con avec mit с под dated и and und et y also related"
MINE = frozenset(
    [
        "my",
        "our",
        "your",
        "his",
        "her",
        "mein",
        "meine",
        "meiner",
        "unsere",
        "ihre",
        "mon",
        "ma",
        "votre",
        "mi",
        "mis",
        "su",
        "meu",
        "minha",
        "мой",
        "моя",
        "мои",
    ]
)
IS = "says shows states c'est c’est is was are reads being ist war lautet est était es era fue это = это: é è 是 为"
OF = "of de du des del der d for on zu für zur zum pour sur para por по для к от и"
NOT_PERSONAL = (
    "product products item items article artikel* model modell* sku asin ean isbn part serial serien* produkt* produit producto artículo articulo modelo "
    "modèle pièce товар* артикул* модел* серийн* детал* promo coupon voucher gift discount gutschein* rabatt* promotion cupón descuento промокод* promo* "
    "color colour farbe version error fehler* erreur ошибк* flight room step option zip postal size sizes batch lot style pattern isin bus train gate seat "
    "floor flat house street line chapter größe* grösse* haus* hausnummer* zimmer* raum* postleitzahl* plz sitz* kapitel* start* linie* flug* zug* typ "
    "typen* bauteil* ersatzteil* teile* material* chargen* charge farb* katalog* norm* baureihe* bauart* kanal* taille pointure couleur rayon chambre étage "
    "vol ligne norme catalogue talla lote pieza repuesto habitación piso vuelo línea catálogo produto* artigo* cor tamanho peça peças cupom quarto andar "
    "voo linha cep serie série séries barcode barcodes barras barre barres strichcode* штрих* размер* цвет* партии партия комнат* кварт* этаж* рейс* каталог* pin pincode sort"
)

PHONE = (
    "phone phones telephone mobile mobiles cell cellphone landline whatsapp viber fax hotline helpline voicemail telefon* handy* mobil* festnetz* "
    "rufnummer* rückruf* durchwahl* notruf* téléphone* portable portables télécopie teléfono* telefono* móvil* movil* celular* telefone* telemóvel* "
    "telemovel* телефон* мобильн* сотов* факс* 电话 手机 手机号 电话号码 座机 热线"
)
"""A number that one of these names is a phone's."""

CONTACT = "contact callback call care toll sms telegram kontakt* fixe fijo fixo contacter joindre contacto contato контакт* связи"
"""The same, if it is a number that they name: a contact number. A message that holds one of them asks for nothing yet."""

ABBREVIATED = {"best": "ORDER", "auftr": "ORDER", "ni": "ID", "re": "ID", "fact": "ID", "police": "ID"}
"""Names only where something else says that a number follows: Best.-Nr., NI number."""

CHINESE = {
    "ORDER": "订单 訂單 预约 預約 预定 订购 购买单 采购单 订房 订票 单号 單號 单 預訂 预订 下单",
    "TRACKING": "顺丰单 顺丰 中通单 中通 圆通单 圆通 韵达单 韵达 申通单 申通 邮政单 极兔 京东 德邦 百世 邮件 邮包 挂号 派送单 取件 快递员 货运单 快递单 快递 快遞單 快遞 运单 運單 物流单 物流 包裹 跟踪 追踪 追蹤 快件",
    "ID": "售后单 售后 服务单 维修单 交易单 流水 发票 發票 护照 護照 身份证 身分證 客户 客戶 会员 會員 会员卡 账 帐 帳 账户 帐户 合同 工单 退款 退款单 退货 退货单 保单 驾驶证 参考 支付单 支付流水 用户 证件 通行证 居住证 台胞证 军官证 社保 社保卡 医保 医保卡 学 工 税 案件 案例 投诉 投诉单 申请 申请单 报修 报修单 理赔 理赔单 保险单 档案 驾照 合约 户",
}
CHINESE_FILLER = "是为為的号號码碼编編叫有，,：: "
CHINESE_NOT = "错误代 错误 条形 商品 产品 型号 型 货 条 色 序列 产品编 商品编 版本 电话 手机 座机 联系电话 微信 房间 房 楼 门牌 尺 批 批次 页 频道 航班 车次 座位 座 邮编"


def _is_listed(word: str, listed: tuple[frozenset[str], tuple[str, ...]]) -> bool:
    exact, stems = listed
    return word in exact or word.startswith(stems)


def _compiled(words: str) -> tuple[frozenset[str], tuple[str, ...]]:
    parts = words.split()
    return frozenset(part for part in parts if not part.endswith("*")), tuple(part[:-1] for part in parts if part.endswith("*"))


KINDS = {
    "NOT": _compiled(NOT_PERSONAL),
    "ORDER": _compiled(ORDER),
    "TRACKING": _compiled(TRACKING),
    "ID": _compiled(ID),
    "ID_IF_MARKED": _compiled(ID_IF_MARKED),
    "WEAK_ID": _compiled(WEAK_ID),
}
_NUMBER = _compiled(NUMBER)
_ORDERING = _compiled(ORDERING)
_PHONE = _compiled(PHONE)
_CONTACT = _compiled(CONTACT)
_MARKS = ("nummer", "nr", "number", "nummern", "kennung", "kennziffer", "код", "номер")
_PASSED = {"FILLER": frozenset(FILLER.split()), "IS": frozenset(IS.split()), "OF": frozenset(OF.split())}
_CHINESE = sorted(((word, kind) for kind, words in CHINESE.items() for word in words.split()), key=lambda item: -len(item[0]))


@lru_cache(maxsize=4096)
def kind_of(word: str) -> str | None:
    """What a word, casefolded, does before a number: the name of one of the tables above, or None."""
    for kind, (exact, stems) in KINDS.items():
        if word in exact or word.startswith(stems):
            return kind
    return None


_OFTEN = {
    **dict.fromkeys(
        ("order", "booking", "bestellung", "auftrag", "commande", "pedido", "orden", "заказа", "заказ", "encomenda"), "ORDER"
    ),
    **dict.fromkeys(
        ("tracking", "shipment", "parcel", "sendung", "suivi", "colis", "seguimiento", "rastreo", "rastreio", "отправления"),
        "TRACKING",
    ),
}


@lru_cache(maxsize=4096)
def kind_meant(word: str) -> str | None:
    """What a word in whose place a name is expected means, slips of the keyboard forgiven: oder number, número de sguimiento."""
    close = get_close_matches(word, _OFTEN, n=1, cutoff=0.75)
    return _OFTEN[close[0]] if close else None


@lru_cache(maxsize=4096)
def marks_number(word: str) -> bool:
    """Whether the word, or the end of a German compound, says that a number follows."""
    return _is_listed(word, _NUMBER) or word.endswith(_MARKS)


@lru_cache(maxsize=4096)
def names_some_number(word: str) -> bool:
    """Whether the word is a compound of a word for a number and what is numbered: Fahrgestellnummer. Whose else would that be than
    somebody's, unless it is in the list of what is nobody's?
    """
    return word.endswith(_MARKS) and len(word) > 8 and word not in _NUMBER[0]


@lru_cache(maxsize=4096)
def is_phone_word(word: str) -> bool:
    return _is_listed(word, _PHONE) or speaks_of_contact(word)


@lru_cache(maxsize=4096)
def speaks_of_ordering(word: str) -> bool:
    return _is_listed(word, _ORDERING)


@lru_cache(maxsize=4096)
def speaks_of_contact(word: str) -> bool:
    return _is_listed(word, _CONTACT)


@lru_cache(maxsize=4096)
def passes(word: str) -> str | None:
    """FILLER, IS or OF for a word that may stand between a name and its number."""
    return next((name for name, words in _PASSED.items() if word in words), None)


@lru_cache(maxsize=4096)
def chinese_kind_inside(phrase: str) -> str | None:
    """The kind that the last such word in a Chinese phrase names, wherever it stands: 订单尾号."""
    found = [
        (place + len(word), len(word), kind) for word, kind in _CHINESE if len(word) > 1 and (place := phrase.rfind(word)) >= 0
    ]
    return max(found)[2] if found else None


@lru_cache(maxsize=4096)
def chinese_kind(phrase: str) -> str | None:
    """The kind that the end of a Chinese phrase names: 我的订单号是 is an order. NOT for goods."""
    bare = phrase.rstrip(CHINESE_FILLER)
    if any(bare.endswith(word) for word in CHINESE_NOT.split()):
        return "NOT"
    return next((kind for word, kind in _CHINESE if bare.endswith(word)), None)
