"""Which words of an agent's message name the thing that the customer wrote about: "the replacement hair dryer", after "my hair dryer is dead".

A name with a capital (or in quotes) is one where the customer said it too. A common noun is one only where a support message puts the thing
concerned, and it is no word that every support dialog has: order, refund, address.
"""

import re
from collections.abc import Collection, Iterator

from retrieval.tokens import words

SHORTEST = 3
"""Characters of a name: a lone letter or size is none."""

_NAMED = re.compile(r"(?<![.!?] )(?<!^)(?<!before )(?<!until )(?<!during )\b[A-Z][\w&+-]*(?: (?:[A-Z0-9][\w&+-]*|\d+))*")
_STATE = (
    r"replacement|defective|damaged|broken|faulty|missing|incorrect|wrong|counterfeit|fake|correct|right|returned|new|same|similar|original|"
    r"genuine|single|incomplete|remaining|non-functional|malfunctioning"
)
_DOING = (
    r"(?:re-?)?(?:ship|send|sent|order|deliver|dispatch)(?:ped|ed)?|replac(?:e|ed|ing)|return(?:ed|ing)?|inspect(?:ed)?|keep|"
    r"(?:refund|replacement|shipment|reshipment|pickup|return|delivery|order|price|payment)s? (?:for|of)"
)
_BEFORE = re.compile(
    rf"\b(?:(?:{_STATE}) (?:(?:pack|set|copy|pair|unit)s? of )?|(?:{_DOING}) (?:the|your|a|an) (?:(?:{_STATE}) )?|"
    r"(?:the|your) (?=[a-z][\w-]*(?: [\w-]+){0,3} (?:is|was|were|are|has|have|should|will|does|did|arrived)\b))",
    re.IGNORECASE,
)
"""What stands before the thing concerned."""
_NOUN = re.compile(r"[a-z][\w-]*(?: [a-z][\w-]*){0,3}")

_USUAL = """order orders item items product products package packages parcel parcels packaging delivery deliveries shipment shipping refund refunds return returns
    replacement replacements address addresses payment payments amount amounts account accounts number numbers date dates time times status charge charges fee
    fees transaction transactions issue issues problem problems request requests details detail information email mail message card cards bank money price case
    claim seller customer customers driver associate agent team department partner warehouse neighbor neighbour photo photos photograph photographs image images
    picture pictures video screenshot label pickup box bill invoice code discount credit balance service support website page site app link system process
    tracking update updates day days hour hours week weeks month months minutes one ones thing things unit units set piece pieces part parts copy pair size
    color colour quality condition damage reason location place person name signature policy option options method offer sale cost costs tax membership
    and or but for from with to of in on at by is was were are has have had be been being it its you your him her them he she they i we my me us our the a an this that these those will
    would should can could not no so as if when while once after before until than then only also just now today tomorrow immediately directly separately free
    full partial available eligible ready
    bestellung bestellungen lieferung paket sendung rückgabe rücksendung erstattung rückerstattung ersatz adresse zahlung betrag konto nummer artikel produkt
    ware rechnung karte bank geld preis tag tage woche stunden frage problem kunde kunden e-mail mail nachricht termin
    commande commandes colis livraison remboursement retour adresse paiement compte numéro article produit facture carte banque argent prix jour jours
    pedido pedidos paquete envío entrega reembolso devolución dirección pago cuenta número artículo producto factura tarjeta banco dinero precio día días
    ordine ordini pacco spedizione consegna rimborso reso indirizzo pagamento conto numero articolo prodotto fattura carta banca prezzo giorno giorni
    bestelling pakket levering terugbetaling retour adres betaling rekening nummer artikel product factuur kaart prijs dag dagen
    encomenda entrega devolução endereço pagamento conta fatura cartão preço dia dias"""
USUAL = frozenset(_USUAL.split())
"""Words of every support dialog, and words that hold others together: no product is called by them alone."""


def products(text: str, spoken: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each name of a product. `spoken` is what the customer wrote."""
    said = words(spoken)
    yield from _names(text, f" {' '.join(said)} ")
    yield from _nouns(text, frozenset(said))


def _names(text: str, said: str) -> Iterator[tuple[int, int]]:
    for match in _NAMED.finditer(text):
        name = " ".join(words(match[0]))
        if len(match[0]) >= SHORTEST and f" {name} " in said and name not in USUAL:
            yield match.span()


def _nouns(text: str, said: Collection[str]) -> Iterator[tuple[int, int]]:
    for before in _BEFORE.finditer(text):
        found = _NOUN.match(text, before.end())
        length = 0
        for word in found[0].split(" ") if found else ():
            if word in USUAL or not _spoken(word, said):
                break
            length += len(word) + 1
        if length > SHORTEST:
            yield before.end(), before.end() + length - 1


def _spoken(word: str, said: Collection[str]) -> bool:
    """In the singular or the plural."""
    return word in said or f"{word}s" in said or word.removesuffix("s") in said
