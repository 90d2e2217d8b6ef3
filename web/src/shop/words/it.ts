import common from "../../shared/words/it";
import type en from "./en";

export default {
  ...common,
  "problem.payment-declined":
    "La tua banca ha detto di no. Non è stato addebitato nulla; il carrello è come prima.",
  "problem.out-of-stock": "Non ne è rimasto abbastanza. Non è stato addebitato nulla.",
  "problem.unavailable": "Qualcosa non si vende più come l'avevi scelto. Toglilo per continuare.",
  "problem.price-changed":
    "Il prezzo è cambiato nel frattempo. Non è stato ordinato nulla; controlla e paga di nuovo.",
  "problem.cart-changed":
    "Il carrello è cambiato in un'altra finestra. Non è stato ordinato nulla; controlla e paga di nuovo.",
  "problem.cart-empty": "Il carrello è vuoto. Non è stato ordinato nulla.",
  "problem.checkout-in-progress": "Un ordine di questo carrello è già in corso.",
  "problem.checkout-failed":
    "Si è rotto qualcosa da parte nostra. Non è stato addebitato nulla; il carrello è come prima.",
  "problem.cancelled-by-customer": "Hai annullato l'ordine. Non è stato addebitato nulla.",
  "problem.rejected-by-shop": "La cucina non ha potuto prepararlo. Non è stato addebitato nulla.",
  "problem.not-packed-in-time": "La cucina non ha fatto in tempo. Non è stato addebitato nulla.",
  "problem.amount-too-small":
    "Nessuna carta accetta così poco: almeno {minimum}. Aggiungi qualcosa al carrello.",
  "problem.amount-too-large":
    "Nessuna carta accetta tanto in una volta: al massimo {maximum}. Ordina in più parti.",
  "problem.payments-not-configured": "Questo negozio non accetta ancora carte. Non è stato ordinato nulla.",
  "problem.payments-unavailable":
    "Al momento le carte non si possono addebitare. Non è stato ordinato nulla; riprova tra {seconds} secondi.",
  "problem.already-packed": "È già pronto e non si può più annullare. Puoi restituirlo.",
  "problem.not-completed": "Si può fare quando l'ordine è stato consegnato.",
  "problem.nothing-to-return": "È già tornato tutto, o sta tornando.",
  "problem.already-inspected": "Il reso è già stato controllato; non si accettano altre foto.",
  "problem.too-many-photos": "Un reso ha al massimo dieci foto.",
  "problem.client-id-reused": "Questo messaggio è già stato inviato con un altro testo. Scrivilo di nuovo.",
  "shop.title": "La pizzeria",
} satisfies Record<keyof typeof en, unknown>;
