"""The words that name a number: what makes 406-1234567-8901234 an order. A trailing * stands for any ending."""

from functools import lru_cache

ORDER = (
    "order orders ord cmd зак orderid orderno ordernumber po purchase booking reservation bestell* auftrag* auftraeg* aufträg* buchung* commande* cde réservation reservation pedido* orden órden "
    "ordenes órdenes compra reserva reservación заказ* бронирован* бронь покупк* encomenda* ordine ordini acquisto prenotazione bestelling* bestelnummer zamówieni*"
)
TRACKING = (
    "dhl ups usps fedex dpd gls hermes chronopost colissimo mondial estafeta seur correos evri yodel aramex tnt postnl bpost ontrac mrw nacex inpost сдэк cdek boxberry tracking track tracked trackingid shipment* shipping parcel* package* waybill awb consignment courier dispatch sendung* paket* frachtbrief* trackingn* "
    "recommandé* suivi envoi envois colis expédition bordereau seguimiento rastreo envío envio paquete guía guia localizador трек* трэк* посылк* отправлени* накладн* шпи рпо "
    "rastreamento rastreio spedizione pacco tracciamento"
)
ID = (
    "visa permit voter ein tin nhs medicare dispute chargeback enquiry inquiry application authorization authorisation quotation estimate "
    "antrag* angebot* reklamation* mandat* gläubiger* zähler* matrikel* patient* steuernummer* aufenthaltstitel* visum* handelsregister* "
    "séjour allocataire siren tva mandat immatriculation reclamo* folio comprobante radicado trámite rut cuit cuil ine "
    "загранпаспорт* водительск* свидетельств* огрн* кпп тикет* кейс* заявлен* претензи* квитанци* рекламац* омс "
    "transaction transactions txn txnid txnno transactionid utr invoice* ticket tickets case rma passport ssn imei upi social passportnumber nin licence license aadhaar aadhar vat "
    "rechnung* transaktion* vorgang* policen* fall* störung* schaden* krankenversicher* personalausweis* ausweis* reisepass* passnummer passnr steuer* sozialversicherung* versichert* aktenzeichen führerschein* "
    "beleg* retourennummer facture* incident* sinistre* fiscal devis transaction dossier passeport cni identité permis conduire sécu insee siret factura* transacción transaccion caso pasaporte dni nie nif curp rfc "
    "cédula cedula identidad expediente incidencia* siniestro* nss matrícula паспорт* инн снилс транзакц* обращени* заявк* договор* чек чека полис* удостоверени* инцидент* операци* "
    "cpf passaporte protocolo chamado fattura transazione complaint incident aadhaarnumber"
)
ID_IF_MARKED = (
    "account accounts acct customer client member membership loyalty user employee refund refunds return returns claim receipt policy contract subscription "
    "tax identity identification payment request service security national insurance pan driving confirmation kunden* kd kdnr konto* vertrag* mitglied* retoure* erstattung* client* "
    "contrat compte retour adhérent paiement remboursement sociale réclamation abonnement cliente contrato cuenta socio devolución reembolso pago póliza social licencia "
    "reclamación suscripción клиент* счет* счёт* лицев* возврат* аккаунт* клиентск* платеж* платёж* абонент* пользовател* members"
)
WEAK_ID = "id ids ref reference referenz* référence reference referencia identifiant identificación референс* confirmation"
"""Name a number by themselves, and may belong to a stronger word before them: order ID, product reference."""

NUMBER = (
    "number numbers num no nbr nr nummer nummern numéro numero número n code key #  # № nº n° ° номер* код* numer kennung id ids ref reference referenz référence "
    "referencia identifiant verfolgung verfolgungsnummer nro lautet"
)
"""Say that a number follows."""

FILLER = "relay express logistics placed passée passé sous hecho realizado bajo aufgegeben aufgegebene unter оформлен оформлена оформленный details slip as my your our the this that his her new old same meine mein meiner unsere ihre mon ma votre notre mi mis su tu мой моего моя моему ваш мою el la le les der die das with having being under called namely con avec mit с под dated и and und et y also related"
IS = "is was are reads being ist war lautet est était es era fue это = это: é è 是 为"
OF = "of de du des del der d for on zu für zur zum pour sur para por по для к от и"
NOT_PERSONAL = (
    "product products item items article artikel* model modell* sku asin ean isbn part serial serien* produkt* produit producto artículo articulo modelo modèle pièce "
    "товар* артикул* модел* серийн* детал* promo coupon voucher gift discount gutschein* rabatt* promotion cupón descuento промокод* promo* color colour farbe version "
    "error fehler* erreur ошибк* flight room page step option zip postal"
)

PHONE_WORDS = frozenset(
    [
        "phone",
        "telephone",
        "mobile",
        "cell",
        "whatsapp",
        "handynummer",
        "telefon",
        "telefonnummer",
        "téléphone",
        "portable",
        "teléfono",
        "móvil",
        "celular",
        "телефон",
        "телефона",
        "телефонный",
        "电话",
        "手机",
        "手机号",
        "电话号码",
    ]
)

ABBREVIATED = {"best": "ORDER", "auftr": "ORDER", "ni": "ID", "re": "ID", "fact": "ID", "police": "ID"}
"""Names only where something else says that a number follows: Best.-Nr., NI number."""

CHINESE = {
    "ORDER": "订单 訂單 单号 單號 单 預訂 预订 下单",
    "TRACKING": "顺丰单 顺丰 中通单 中通 圆通单 圆通 韵达单 韵达 申通单 申通 邮政单 快递单 快递 快遞單 快遞 运单 運單 物流单 物流 包裹 跟踪 追踪 追蹤 快件",
    "ID": "交易 交易单 流水 发票 發票 护照 護照 身份证 身分證 客户 客戶 会员 會員 会员卡 账 帐 帳 账户 帐户 合同 工单 退款 退款单 退货 退货单 保单 驾驶证 参考 支付单 支付流水 用户 证件 通行证 居住证 台胞证 军官证 社保 社保卡 医保 医保卡 学 工 税 案件 案例 投诉 投诉单 申请 申请单 报修 报修单 理赔 理赔单 保险单 档案 驾照 合约 户",
}
CHINESE_FILLER = "是为為的号號码碼编編叫有，,：: "
CHINESE_NOT = "商品 产品 型号 货 条 色 序列 产品编 商品编 版本 电话 手机 房间 楼"


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
_PASSED = {"FILLER": frozenset(FILLER.split()), "IS": frozenset(IS.split()), "OF": frozenset(OF.split())}
_CHINESE = sorted(((word, kind) for kind, words in CHINESE.items() for word in words.split()), key=lambda item: -len(item[0]))


@lru_cache(maxsize=16384)
def kind_of(word: str) -> str | None:
    """What a word, casefolded, does before a number: the name of one of the tables above, or None."""
    for kind, (exact, stems) in KINDS.items():
        if word in exact or word.startswith(stems):
            return kind
    return None


@lru_cache(maxsize=16384)
def marks_number(word: str) -> bool:
    """Whether the word, or the end of a German compound, says that a number follows."""
    exact, stems = _NUMBER
    return word in exact or word.startswith(stems) or word.endswith(("nummer", "nr", "number", "nummern", "код", "номер"))


@lru_cache(maxsize=16384)
def passes(word: str) -> str | None:
    """FILLER, IS or OF for a word that may stand between a name and its number."""
    return next((name for name, words in _PASSED.items() if word in words), None)


@lru_cache(maxsize=16384)
def chinese_kind(phrase: str) -> str | None:
    """The kind that the end of a Chinese phrase names: 我的订单号是 is an order. NOT for goods."""
    bare = phrase.rstrip(CHINESE_FILLER)
    if any(bare.endswith(word) for word in CHINESE_NOT.split()):
        return "NOT"
    return next((kind for word, kind in _CHINESE if bare.endswith(word)), None)
