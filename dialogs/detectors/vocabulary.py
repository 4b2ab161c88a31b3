"""The words that name a number: what makes 406-1234567-8901234 an order. A trailing * stands for any ending."""

ORDER = (
    "order orders ord cmd зак orderid orderno ordernumber po purchase booking auftrag* auftraeg* aufträg* buchung* commande* cde "
    "pedido* orden órden ordenes órdenes compra заказ* покупк* ordine ordini acquisto zamówieni* pnr itinerary preorder backorder "
    "purchases einkauf* kauf kaufs kaufnummer* kaufbeleg* vorbestell* achat achats réserv* précommand* compras encargo* encomend* "
    "reserv* брон* предзаказ* preorders backorders pickup abholung* retrait recogida retirada levantamento самовывоз* ware waren "
    "warenkorb* locator localisateur nachbestell* sammelbestell* abholnummer* ordernummer ordernr abholcode lieferauftrag kaufauftrag reparaturauftr* ordem ordens "
    "cdes cmde cmdes panier ped carrito carrinho preventa orders' bestel* boeking* aankoop* inkooporder* afhaal* orderbevestiging "
    "prenotazion* preordin* acquisti ritiro rezerwac* zakup* zam przedsprzedaż* резерв резерва"
)
ORDERING = (
    "amazon ebay etsy zalando cdiscount fnac mercadolibre aliexpress temu shein allegro ozon озон* wildberries вайлдберриз* ordered bought purchased gekauft commandé commandée acheté achetée pedí compré comprado comprei заказал* купил* оформил* оформля* "
    "bestellt ordering buying placed placing kaufte bestellte commandais achetais pedido pedida encomendei"
)
"""Speak of an order where a number follows that can't be much else: not in "I bought 2500 sheets"."""

TRACKING = (
    "listu dart dhl ups usps fedex dpd gls hermes извещени* chronopost mondial estafeta seur correos evri yodel aramex tnt postnl bpost "
    "ontrac mrw nacex inpost сдэк cdek boxberry tracking track tracked trackingid shipment* shipping parcel* package* waybill awb "
    "consignment courier dispatch sendung* paket* trackingn* recommandé* suivi envoi envois expédition bordereau rastreo envío envio "
    "guía guia localizador трек* трэк* посылк* отправлени* накладн* шпи рпо pacco tracciamento paquet* label carrier päckchen* "
    "identcode* leitcode* nachforsch* nachverfolg* lieferung* livraison livraisons étiquette acheminement albarán* albaran* objeto* "
    "objecto* remessa* entrega rastrei* rastream* pacote* correios ctt sedex jadlog loggi доставк* отслеживан* пэк почт* yamato sagawa "
    "correo glovo pallet freight cargo warensendung* brief einschreiben* fracht* spedition* palette* retourenlabel* lettre pli fret "
    "transporteur carta bulto bultos flete palet transportista frete carga transportadora письм* бандерол* груз* транспортн* ттн driver "
    "zusteller* bote boten livreur facteur repartidor mensajero cartero entregador carteiro курьер* royal post poste postal* deutsche "
    "poczta poczty pocztą ems емс purolator lasership delhivery dtdc bluedart startrack xpressbees ekart manifest lading airway "
    "airwaybill hawb mawb bol trackid trackcode relais vinted chronoposte lettres récépissé passage versand versandnummer versandnr "
    "versandid liefernummer liefernr liefersch* verfolgungsnummer trackingcode zustellung* einlieferungs* abholkarte* "
    "benachrichtigungs* warenpost* packstück* kolli colli collo colis* stückgut* postsendung* transportnummer* retourenschein* remito "
    "remitos redpack servientrega coordinadora interrapidisimo interrapidísimo andreani oca chilexpress starken olva encomienda "
    "encomiendas expedición despacho despachos etiqueta etiquetas rastrear seguimiento* seguimento registada registado conhecimento "
    "aviso ldv ddt bolla bolle raccomandat* brt bartolini sda nexive consegna consegne corriere giacenza spedizion* vettura "
    "tracciabilità pakket* zend* tracknummer verzend* verzonden vrachtbrief* levering* bezorg* pakbon* aangetekend* koerier* paczk* "
    "przesył* śledzeni* przewozow* kurier* dostaw* polecon* nadani* nadawcz* etykiet* awiz* wz боксберри деловые расписк* сдэка "
    "посылочн*"
)
ID = (
    "фактур* protocollo autorização supportfall servicefall visa permit voter tin nhs medicare dispute chargeback enquiry inquiry "
    "application authorization authorisation quotation estimate antrag* angebot* reklamation* mandat* gläubiger* zähler* matrikel* "
    "patient* aufenthaltstitel* visum* handelsregister* séjour siren tva immatriculation reclamo* folio comprobante radicado trámite "
    "rut cuit cuil ine водительск* свидетельств* огрн* кпп тикет* кейс* заявлен* претензи* квитанци* рекламац* омс transaction "
    "transactions txn txnid txnno transactionid utr invoice* ticket tickets case rma passport ssn imei upi social passportnumber nin "
    "licence license aadhaar aadhar vat rechnung* transaktion* vorgang* policen* fall* störung* schaden* krankenversicher* "
    "personalausweis* ausweis* reisepass* passnummer passnr steuer* sozialversicherung* versichert* aktenzeichen führerschein* beleg* "
    "retourennummer facture* incident* sinistre* fiscal devis passeport cni identité permis conduire sécu insee siret factura* "
    "transacción transaccion caso pasaporte dni nie nif curp rfc cédula cedula identidad expediente incidencia* siniestro* nss "
    "matrícula паспорт* инн транзакц* обращени* заявк* договор* чек чека полис* удостоверени* инцидент* операци* cpf passaporte "
    "protocolo chamado fattura transazione complaint aadhaarnumber agreement agreements debit gstin nric cnic itin eori abn tfn sin "
    "nino mpan mprn iccid docket enrolment enrollment versicherungs* mitgliedsnummer* fahrgestell* kennzeichen* gewerbe* bescheid* "
    "assurance litige matricule rcs pdl prm compteur nuss cups soporte nota afiliación cnpj rg niss cnh pis apólice apolice fatura "
    "boleto transação transacao sinistro processo cidadão bilhete utente бик жалоб* пропуск* снилс* vin rx mrn prescription rezept* "
    "behandlung* kassenzeichen* leistungsfall* widerspruch* einspruch* protokoll* prüfnummer* ordonnance* procès plaque receta* "
    "denuncia* radicación placa patente requerimiento receita* ocorrência ocorrencia registo рецепт* протокол* талон* исполнител* "
    "госномер* стс птс кадастр* reporte reportes relatório signalement* meldung* отчет* отчёт* доверенност* billet billets meter "
    "tenancy lease summons payroll personnel policyholder p60 p45 uin uid userid customerid clientid accountid caseid ticketid policyno "
    "crime clubcard nectar avios strafzettel* knöllchen anzeige* kassenbon* bonnummer bon zahlungsreferenz* kundenreferenz* "
    "verwendungszweck* geschäftszeichen* sachnummer* debitor* mietvertrag* kündigungs* bestätigungscode gutachten* gerichts* "
    "bußgeldbescheid* meldebescheinigung* meldenummer* registriernummer* registrierungs* lieferantennummer* partnernummer* "
    "pv quittance* bulletin* grise attestation* souscription* inscription* affaire affaires nir référencement sav "
    "proposition allocataire* sociétaire* échéancier* cif ruc carnet conducir sancionador medidor medidores "
    "legajo historia clínica convenio acuerdo ficha registro suscriptor suscriptores autorización comprobantes boleta boletas trámites "
    "remesa autoliquidación catastral счёт-фактур* акт акта постановлени* уин справк* счётчик* счетчик* табельн* медкарт* медицинск* "
    "предложени* наряд* контрагент* поставщик* исх вх анкет* билет* виза визы внж енп рвп загран* производств* членск* ву логин* "
    "карточк* аренд* учётк* прибор* исков* nf nfe nfse condução sns assinatura* consumidora instalação prontuário inscrição utilizador* "
    "fatture contratto contratti pratica pratiche segnalazion* polizza polizze fiscale iva identità passaporto tessera "
    "sanitaria matricola targa verbale verbali cro trn utenza utenze abbonamento abbonamenti abbonat* protocolli pdr richiesta "
    "richieste intervento interventi iscrizion* licenza sinistri transazioni assicurativa riferimenti factuur* "
    "klantnummer* klantnr klantcode zaak* dossier* melding* klacht* polis* rekeningnummer* transactie* betalingskenmerk* kenmerk* "
    "bsn paspoort* identiteitskaart* rijbewijs* rijksregister* kvk lidnummer* relatienummer* debiteur* retournummer* "
    "kassabon* creditnota* aanvraag* kenteken* cjib* leningnummer* gebruikersnummer* machtiging* werkbon* storing* klantenkaart* "
    "overeenkomst* contractnummer* ticketnummer* abonneenummer* meternummer* registratienummer* volgnummer* patiëntnummer* bonnetje "
    "faktur* umow* zgłoszeni* reklamacj* sprawa sprawy sprawie sprawę transakcj* paragon* pesel nip regon dowod* dowód paszport* prawo "
    "abonent* wniosk* wniosek skarg* sygnatur* rejestracyjn* licznik* ppe legitymacj* ewidencyjn* zleceni* subskrypcj* naprawa naprawy "
    "lojalnościow* rachunku korekt* klienta klienckie ubezpieczeni* świadectw* pozwoleni* decyzj* fv"
)
HOLDER = (
    "customer member membership loyalty user employee account acct claim receipt policy contract subscription registration certificate "
    "warranty student staff badge subscriber incident file resident household tenant donor session chat debtor creditor "
    "kunden* kd kdnr konto* vertrag* mitglied* retoure* akte* mieter* abo abos anschluss* beschwerde* quittung* garantie* lizenz* "
    "mahnung* client* contrat compte adhérent abonné* bénéficiaire* étudiant* plainte* réclamation contrato cuenta socio póliza "
    "licencia reclamación suscripción recibo* queja* estudiante paciente afiliad* abonad* usuario* fidelización inquilino клиент* "
    "лицев* аккаунт* абонент* пользовател* студент* пациент* лояльност* бонусн* гарант* участник* conta contas cadastro* usuário* sócio* "
    "associad* reclamação nutzer* benutzer* teilnehmer* schüler* sitzung* gesprächs* utilisateur* usager* locataire* donateur* "
    "identification identity repair job reparatur* réparation réparations reparación reparo conserto payback penalty quote bußgeld* "
    "bussgeld* kostenvoranschlag* contravention* amende* bail multa multas cotización presupuesto* mutuo prestito bolletta bollette "
    "scontrino scontrini bonifico bonifici preventivo preventivi orçamento* empréstimo* estorno* pix rimborso rimborsi reso resi "
    "offerte* boete* штраф* убыт* смет* займ* страхов* подписк* абонемент* zwrotu szkod* avería averías adeudo comprovante* "
    "comprovativo* ricevuta ricevute assicurazione schade* кп opération opérations operación operaciones gestión krankenkass* "
    "krankenversicherung* report request escalation conversation demande* requête* intervention anfrage* anliegen* solicitud* "
    "solicitação запрос* reports requests garanzia garanzie fedeltà fidelidad* rejestracj* użytkownik* protokół* bonuskarte* adhésion "
    "membresía membresia vitale puntos выписк* supplier vendor dealer merchant partner property appointment policyholders holder klant* "
    "lid lidmaatschap* abonnement* gebruiker* klient* kont umowa karta contratante titular empleado proveedor alquiler arrendatario "
    "utenti conto medlem assistenza iscritto tessere lieferant* händler* mandant* versicherungsnehmer* buchungskonto fournisseur "
    "assuré* patiente patient élève salarié* titulaire* фирм* покупател* арендатор* студенческ* ученик* сотрудник* вкладчик* пайщик* "
    "учётн* учетн* профил* profil perfil profilo profiel"
)
"""Name a number by themselves where it is no round sum: customer 48213, Vertrag 48213."""
ID_IF_MARKED = (
    "accounts refund refunds return returns tax payment service security national insurance pan driving erstattung* paiement "
    "remboursement sociale devolución reembolso pago счет* счёт* возврат* платеж* платёж* members loan mortgage deposit "
    "withdrawal charge bill statement query support benefit zahlung* lastschrift* überweisung* gutschrift* darlehen* kredit* "
    "depot* gerät* bonus* virement* prélèvement* avoir* prêt* crédit* garantie abono* préstamo* garantía suministro pagamento* "
    "atendimento* transferência* identidade fidelidade garantia оплат* дел* кредит* grievance appeal submission "
    "replacement interaction routing transfer wire remittance ledger bearbeitungs* spende* buchungs* vorgäng* umtausch* ersatz* "
    "rückgabe* bank* bancaire échange transfert appel transferencia* depósito* cambio intervención conversación sesión donante "
    "propietario bancaria bancario domiciliación troca conversa sessão bancária beneficiário перевод* обмен* ремонт* сесси* диалог* "
    "заёмщик* заемщик* вклад* депозит* собственник* rewards terminal approval miles flyer kaution* abbuchung* rücksend* rückzahlung* "
    "kündigung* gebühr* pfand rate raten versement* échéance* relevé* extracto betaling* retour* lening* reparatie* "
    "płatnoś* przelew* zwrot* gwarancj* pożycz* kredyt* rachunek rachunk* konto kontrakt ofert* noty "
)
WEAK_ID = (
    "id ids ref reference referenz* référence referencia referência identifiant identificación референс* confirmation refs réf réfs referência "
    "referentie referencja riferimento rif referencje kennung идентификатор* identyfikator* identificativo identificador reff referens"
)
"""Name a number by themselves, and may belong to a stronger word before them: order ID, product reference."""

NUMBER = (
    "number numbers num no nbr nr nummer nummern numéro numero número n code key # № nº n° ° номер* код* numer kennung id ids ref "
    "reference referenz référence referencia identifiant verfolgung verfolgungsnummer nro lautet código codigo cod códigos codice "
    "codici cód numeri nummers kod kodu numeru numerem codes nums nmero numéros números numeros nbre kennziffer référencé №№"
)
"""Say that a number follows."""

FILLER = (
    "vom en em ligne línea linea linha us uns nous nosotros нас меня mir moi mí chez vous bei ihnen dir euch con ustedes usted com você "
    "vocês с вами у вас вам you in it that here currently läuft laufend geführt unserem meinem meiner ihrem runs running filed logged "
    "opened open registered recorded listed saved relay express logistics placed passée passé sous hecho realizado bajo aufgegeben "
    "aufgegebene unter оформлен оформлена оформленный details slip as me my your our the this his her new old same meine mein unsere "
    "ihre mon ma votre notre mi mis su tu мой моего моя моему ваш мою el la le les der die das with having being under called namely "
    "avec mit под dated и and und et y also related card karte karten carte tarjeta карта карты карте картой карту tessera kaart karta "
    "karty online web mail internet app website site shop store onlineshop webshop mijn uw je jouw onze het een van op mój moja moje "
    "twój nasz mojego mojej do il lo gli un una mio mia tuo sua nostro nostra del della dello dal dalla per alla al meu minha teu tua "
    "seu nosso nossa pelo pela этот этого этой этому наш наша нашего вашего вашей вашему по моей своего following above "
    "below attached"
)
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
IS = (
    "says shows states c'est c’est is was are reads being ist war lautet est était es era fue это = это: é è 是 为 jest sind were wäre "
    "serait sería c'était является будет should läuft luidt brzmi sarebbe seria →"
)
OF = (
    "of de du des del der d for on zu für zur zum pour sur para por по для к от и van della dell dello dei degli dal per voor do dla od "
    "z aus von bei à au aux dans l from about regarding"
)
NOT_PERSONAL = (
    "fits passt passend* kompatibel compatible compatibles compatibile* compatível подойд* подход* совместим* root гост iso din ansi astm product products item items article artikel* sku asin ean isbn part serial serien* produkt* produit producto artículo articulo "
    "modèle pièce товар* артикул* модел* серийн* деталь запчаст* coupon voucher gift discount gutschein* cupón descuento промокод* "
    "promo* color colour version error fehler* erreur ошибк* flight room step option zip postal size sizes batch lot style pattern isin "
    "bus train gate seat floor flat house street line chapter größe* grösse* haus* zimmer* raum* postleitzahl* plz sitz sitzplatz* "
    "sitznummer* kapitel* startnummer* linie* flug* zug zugnummer* typ typen* bauteil* ersatzteil* teile* material* chargen* farb* "
    "katalog* norm normen baureihe* bauart* kanal* taille pointure couleur rayon chambre étage vol ligne norme catalogue talla lote "
    "pieza repuesto habitación piso vuelo línea catálogo produto* artigo* cor tamanho peça peças cupom quarto andar voo linha cep serie "
    "série séries barcode barcodes barras barre barres strichcode* штрих* размер* цвет* партии партия комнат* кварт* этаж* рейс* "
    "каталог* pin pincode sort articolo articoli prodotto prodotti taglia colore sconto buono piano volo linea treno treni binario "
    "ricambio versione catalogo maat kleur korting kortingscode kamer verdieping vlucht trein spoor onderdeel* versie postcode "
    "postcodes pagina bladzijde huisnummer model* artykuł* rozmiar* kolor* rabat* pokój pokoju piętro pociąg* peron* wersj* kodpocztowy "
    "pocztowy domu mieszkania versión versões versão página páginas стр страниц* ряд ряда вагон* поезд* платформ* индекс* верси* "
    "прошивк* firmware build habitaciones andén tren vagón asiento gleis reihe abteil voiture carruagem comboio plataforma sala salle "
    "saal зал аудитор* ауд aisle shelf rack exit motorway plaza issn gtin mpn oem upc chapitre capítulo глав* section sections absatz "
    "раздел* artículos regel gewinn reading readings zählerstand* lectura lecturas leitura leituras lettura letture meterstand* показани* odczyt*"
)

PHONE = (
    "tel tél celu cel tlf tlfn tfno fono komórk* telefoon* phone phones telephone mobile mobiles cell cellphone landline whatsapp viber fax hotline helpline voicemail telefon* handy* mobil* festnetz* "
    "rufnummer* rückruf* durchwahl* notruf* téléphone* portable portables télécopie teléfono* telefono* móvil* movil* celular* telefone* telemóvel* "
    "telemovel* телефон* мобильн* сотов* факс* 电话 手机 手机号 电话号码 座机 热线"
)
"""A number that one of these names is a phone's."""

CONTACT = "contact callback call care toll sms telegram kontakt* fixe fijo fixo contacter joindre contacto contato контакт* связи"
"""The same, if it is a number that they name: a contact number. A message that holds one of them asks for nothing yet."""

ABBREVIATED = {
    "ORDER": "best auftr ab pos bst buch res",
    "TRACKING": "sdg sendg lief ls trk exp sped delivery",
    "ID": "ein reçu ni re fact police kto vertr vers rg ang angeb st ust sv btw fa fac inv cust acc mbr mitgl az gz vg rd sygn um fakt klt сч дог "
    "обр заяв cont cli clt dos fatt prat prot soc",
}
"""Names only where something else says that a number follows: Best.-Nr., NI number."""

STAFF = (
    "обращал* писал* звонил* advisor adviser colleague technician engineer representative rep sachbearbeiter* mitarbeiter* kolleg* berater* gestionnaire "
    "conseiller conseillère technicien technicienne gestor gestora asesor asesora técnico técnica agente специалист* оператор* мастер* "
    "менеджер* сотрудник* консультант* operatore consulente tecnico medewerker monteur konsultant* technik* atendente"
)
"""Who writes down the number of a case."""

VAGUE = "доставк* livraison livraisons entrega lieferung envío envio shipping post versand poste postal* mail correo письм* brief lettre lettres carta почт* 邮件 邮政"
"""Name a parcel only right beside its number: a letter is mostly one that was read."""

PREFIXES = {
    "ORDER": "OR ORD ORDER PO SO WEB BST BEST AUF AUFTR CMD CDE COM PED PD OC ZAM BO SHOP ЗК ЗАК ИМ ЗН DD",
    "TRACKING": "TRK TRACK SHP SHIP AWB TTN ТТН",
    "ID": "INV RE RG RN FA FAC FACT FAT FV FT CN TKT TK TIC TICKET CAS CASE CS INC REQ SR CRM CL CLM CLI CU CUST KDNR TX TXN TRX TRN "
    "TRANS PAY REC RCPT RET RMA DEV RT RTN WO HT GD BJ KH FP TH BX WX OT PV QT QU QUO AN ANG EST DEM SOL EXP VG AZ POL CTR CON MEM "
    "ACC ACCT KTO ОБР ЗАЯ СФ СЧ КП ДОГ РМ УБ ВЗ ВЗР ПЛ КЛ АКТ ТК РЕК",
}
"""What letters joined to the front of a number are short for, where no word names it."""

DOTTED = {
    "ORDER": "ped zam зак best ord",
    "ID": "az gz ang kto vertr vers rg дог обр исх вх sygn um fakt fatt prat prot inv fact",
}
"""Names as well where a point says that they are short for something: Az. 48213."""

COMPOUND = 9
"""Letters that a compound has at least: Abfall is no case."""
COMPOUNDS = {
    "NOT": "artikel artikelnummer postleitzahl modell version",
    "ORDER": "bestellung bestellungen bestellnummer bestellnr auftrag auftrags auftragsnummer buchung buchungen buchungsnummer reservierung "
    "bestelling bestellingen bestelnummer boeking reservering заказ заказа заказу заказом",
    "TRACKING": "sendung sendungen sendungsnummer paket pakete pakets paketnummer lieferung lieferschein frachtbrief trackingnummer zending pakket pakketnummer",
    "ID": "rechnung rechnungen rechnungsnummer vertrag vertrags vertragsnummer bescheid bescheids ausweis ausweises antrag antrags versicherung "
    "gutschrift zettel protokoll sfall kontonummer kundennummer factuur facturen factuurnummer polis dossier aanvraag rekening overeenkomst договор договора",
    "HOLDER": "konto vertragskonto kundenkarte kundenkonto abonnement mitgliedschaft mitgliedskarte quittung mahnung",
}
"""Ends of German, Dutch and Russian compounds, which begin with anything: Nachbestellung, Handyvertrag."""

CHINESE = {
    "ORDER": "订单 訂單 订房 取票 取餐 取货 提货码 提货 订货 订货单 确认 商户单 商户订单 预约 預約 预定 订购 购买单 采购单 订房 订票 单号 單號 单 預訂 预订 下单",
    "TRACKING": "面单 提单 空运单 寄件单 发货单 配送单 国际单 转单 出库单 送货单 邮政 菜鸟 丰巢 丹鸟 跨越 安能 天天快递 优速 宅急送 挂号信 顺丰单 顺丰 中通单 中通 圆通单 圆通 韵达单 韵达 申通单 申通 邮政单 极兔 京东 德邦 百世 邮件 邮包 挂号 派送单 取件 快递员 货运单 快递单 快递 快遞單 快遞 运单 運單 物流单 物流 包裹 跟踪 追踪 追蹤 快件",
    "ID": "收据 受理单 受理 信用代 社会信用代 车牌 罚单 报价单 对账单 汇款单 汇款 转账单 登记 小票 押金单 租约 房产证 问题单 客诉单 客诉 处理单 安装单 派工单 咨询 就诊卡 就诊 积分卡 储值卡 会话 凭证 票据 借据 协议 授权 备案 病历 供应商 违章 处罚决定书 电表 水表 燃气表 宽带 学生证 工牌 员工 纳税人识别 结婚证 签证 反馈 保修单 保修 换货单 换货 补发单 赔付单 证书 身份 售后单 售后 服务单 维修单 交易单 流水 发票 發票 护照 護照 身份证 身分證 客户 客戶 会员 會員 会员卡 账 帐 帳 账户 帐户 合同 工单 退款 退款单 退货 退货单 保单 驾驶证 参考 支付单 支付流水 用户 证件 通行证 居住证 台胞证 军官证 社保 社保卡 医保 医保卡 学 工 税 案件 案例 投诉 投诉单 申请 申请单 报修 报修单 理赔 理赔单 保险单 档案 驾照 合约 户",
}
CHINESE_FILLER = "是为為的号號码碼编編叫有，,：: iduno."
CHINESE_NOT = "错误代 错误 验证 优惠 优惠券 券 兑换 邀请 提取 邮政编 批准文 国标 执行标准 店铺 门店 页面 版 年 第 条形 商品 产品 型号 型 货 条 色 序列 产品编 商品编 版本 电话 手机 座机 联系电话 微信 房间 房 楼 门牌 尺 批 批次 页 频道 航班 车次 座位 座 邮编"
