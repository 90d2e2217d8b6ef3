import type en from "./en";

export default {
  "action.retry": "Riprova",
  "action.close": "Chiudi",
  "state.loading": "Caricamento…",
  "state.failed": "Il negozio non è raggiungibile.",
  "state.stale": "Il negozio non è raggiungibile; questi dati sono delle {at}.",
  "problem.unreachable": "Il negozio non è raggiungibile. Controlla la connessione e riprova.",
  "problem.unknown": "Non ha funzionato: {detail}",
  "problem.try-again": "Il negozio è molto occupato. Riprova tra poco.",
  "problem.too-many-requests": "Troppe richieste in una volta. Aspetta un momento e riprova.",
  "problem.internal-error": "Qualcosa si è rotto da parte nostra. Riprova tra poco.",
  "problem.unauthorized": "La tua sessione è terminata. Ricarica la pagina.",
  "problem.forbidden": "Qui non puoi farlo.",
  "problem.one-order-only": "Questo link vale per un solo ordine. Per tutto il resto vai al negozio.",
  "problem.not-found": "Non c'è, oppure non è tuo.",
  "problem.bad-request": "Il negozio non ha capito la richiesta. Ricarica la pagina.",
  "problem.malformed-json": "Il negozio non ha capito la richiesta. Ricarica la pagina.",
  "problem.unsupported-media-type": "Il negozio non ha capito la richiesta. Ricarica la pagina.",
  "problem.body-too-large": "È troppo in una volta per il negozio.",
  "problem.invalid-request": "C'è ancora qualcosa che non va: {detail}",
  "problem.idempotency-key-reused": "È già stato inviato con altri contenuti. Ricarica la pagina.",
} satisfies Record<keyof typeof en, string>;
