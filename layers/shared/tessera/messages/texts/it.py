"""Italian."""

from tessera.domain.message_texts import Text
from tessera.messages.texts.parts import Language

ITALIAN = Language(
    texts={
        "welcome": Text(
            subject="Ti diamo il benvenuto in {{ programme }}",
            preheader="{% if earned %}{{ earned }} per cominciare.{% else %}È bello averti con noi.{% endif %}",
            heading="{% if name %}Ciao {{ name }}, è bello averti con noi!{% else %}È bello averti con noi!{% endif %}",
            body="Da oggi fai parte di {{ programme }}: ciò che fai con noi viene premiato.\n\n{% if earned %}Per "
            "cominciare, sul tuo conto trovi già {{ earned }}.{% endif %}",
            button="Vai al tuo conto",
            push_title="Ti diamo il benvenuto in {{ programme }}",
            push_body="{% if earned %}{{ earned }} per cominciare.{% else %}È bello averti con noi.{% endif %}",
        ),
        "points_earned": Text(
            subject="Hai guadagnato {{ gained }}",
            preheader="{% if order %}Grazie per l'ordine {{ order }}.{% else %}Grazie.{% endif %}",
            heading="{% if name %}Grazie, {{ name }}!{% else %}Grazie!{% endif %}",
            body="{% if order %}Con l'ordine {{ order }} hai guadagnato {{ gained }}.{% else %}Hai appena guadagnato "
            "{{ gained }}.{% endif %}\n\n{% if pending and activates_on %}La data da segnare: {{ activates_on }}. Da "
            "quel giorno puoi usare {{ pending }}.{% elif pending %}Potrai usare {{ pending }} appena passato il tempo "
            "per il reso.{% else %}È già tutto tuo da usare.{% endif %}",
            button="Vai al tuo conto",
            push_title="Hai guadagnato {{ gained }}",
            push_body="{% if pending and activates_on %}Da usare da questa data: {{ activates_on }}.{% elif balance %}"
            "Ora hai {{ balance }}.{% else %}Grazie!{% endif %}",
        ),
        "points_active": Text(
            subject="Ora puoi usare {{ activated }}",
            preheader="{% if balance %}In tutto ora hai {{ balance }}.{% endif %}",
            heading="{% if name %}Buone notizie, {{ name }}{% else %}Buone notizie{% endif %}",
            body="L'attesa è finita: da ora puoi usare {{ activated }}.\n\n{% if balance %}In tutto ora hai "
            "{{ balance }}.{% endif %}",
            button="Scopri che cosa puoi farne",
            push_title="L'attesa è finita",
            push_body="Ora puoi usare {{ activated }}.",
        ),
        "reward_available": Text(
            subject="Un premio è alla tua portata",
            preheader="Hai abbastanza per: {{ rewards }}.",
            heading="{% if name %}Ce l'hai fatta, {{ name }}!{% else %}Ce l'hai fatta!{% endif %}",
            body="Hai raccolto abbastanza per: {{ rewards }}.\n\nScegli quando vuoi{% if balance %}: hai {{ balance }}"
            "{% endif %}.",
            button="Scegli il tuo premio",
            push_title="Un premio è alla tua portata",
            push_body="Hai abbastanza per: {{ rewards }}.",
        ),
        "reward_issued": Text(
            subject="{% if reward %}Il tuo premio: {{ reward }}{% else %}Il tuo premio è qui{% endif %}",
            preheader="{% if codes %}Codice: {{ codes }}{% else %}Lo trovi sul tuo conto.{% endif %}",
            heading="{% if name %}Questo è per te, {{ name }}{% else %}Questo è per te{% endif %}",
            body="{% if codes %}Inserisci il codice alla cassa e il premio è tuo.{% else %}Il premio ti aspetta sul "
            "tuo conto.{% endif %}",
            button="Vedi i tuoi premi",
            push_title="{% if reward %}Il tuo premio: {{ reward }}{% else %}Il tuo premio è qui{% endif %}",
            push_body="{% if codes %}Codice: {{ codes }}{% else %}Lo trovi sul tuo conto.{% endif %}",
        ),
        "cashback_available": Text(
            subject="Ora puoi spendere {{ gained }}",
            preheader="{% if balance %}In tutto ora hai {{ balance }}.{% endif %}",
            heading="{% if name %}È tuo, {{ name }}{% else %}È tuo{% endif %}",
            body="{% if order %}Con l'ordine {{ order }} ricevi {{ gained }}.{% else %}C'è di più sul tuo conto: "
            "{{ gained }}.{% endif %}\n\nUsalo con il prossimo ordine: lo scaliamo alla cassa.",
            button="Vai al tuo conto",
            push_title="Da spendere come vuoi",
            push_body="{{ gained }}, da scalare dal prossimo ordine.",
        ),
        "tier_changed": Text(
            subject="Il tuo livello ora è {{ tier }}",
            preheader="{% if rises %}Te lo sei meritato.{% else %}Che cosa cambia per te.{% endif %}",
            heading="{% if rises and name %}Congratulazioni, {{ name }}!{% elif rises %}Congratulazioni!{% elif name %}"
            "{{ name }}, il tuo livello è cambiato{% else %}Il tuo livello è cambiato{% endif %}",
            body="{% if rises %}Hai raggiunto il livello {{ tier }}: da ora è tuo tutto ciò che comprende.{% else %}"
            "Ora il tuo livello è {{ tier }}{% if tier_was %} (prima era {{ tier_was }}){% endif %}. Ogni ordine ti "
            "avvicina al prossimo.{% endif %}",
            button="Scopri che cosa ti offre",
            push_title="Il tuo livello ora è {{ tier }}",
            push_body="{% if rises %}Congratulazioni! Goditi ciò che comprende.{% else %}Ogni ordine ti avvicina al "
            "prossimo.{% endif %}",
        ),
        "birthday": Text(
            subject="Buon compleanno{% if name %}, {{ name }}{% endif %}!",
            preheader="Abbiamo un piccolo regalo per te.",
            heading="Buon compleanno{% if name %}, {{ name }}{% endif %}!",
            body="Ti auguriamo una giornata splendida. Ed ecco un piccolo regalo: {{ earned }}, da usare da subito.\n\n"
            "Concediti qualcosa di bello.",
            button="Vedi il tuo regalo",
            push_title="Buon compleanno{% if name %}, {{ name }}{% endif %}!",
            push_body="Un piccolo regalo per te: {{ earned }}.",
        ),
        "expiry_reminder": Text(
            subject="{{ expiring }}: ultimo giorno {{ last_day }}",
            preheader="C'è ancora tempo.",
            heading="{% if name %}{{ name }}, non perdere ciò che è tuo{% else %}Non perdere ciò che è tuo{% endif %}",
            body="Ultimo giorno per usare {{ expiring }}: {{ last_day }}.\n\nPerché non concederti qualcosa che ti "
            "piace?",
            button="Vai al tuo conto",
            push_title="Ultimo giorno: {{ last_day }}",
            push_body="Da usare entro allora: {{ expiring }}.",
        ),
        "points_expired": Text(
            subject="Scadenza: {{ expired }}",
            preheader="{% if last_day %}Ultimo giorno: {{ last_day }}.{% endif %}",
            heading="{% if name %}{{ name }}, qualcosa è scaduto{% else %}Qualcosa è scaduto{% endif %}",
            body="Ultimo giorno per usare {{ expired }}: {{ last_day }}. Quella parte non è più sul tuo conto.\n\n"
            "{% if balance %}Hai ancora {{ balance }}.{% else %}Con il prossimo ordine ricominci a "
            "raccogliere.{% endif %}",
            button="Vai al tuo conto",
            push_title="Scadenza: {{ expired }}",
            push_body="{% if balance %}Hai ancora {{ balance }}.{% else %}Con il prossimo ordine ricominci.{% endif %}",
        ),
        "referral_rewarded": Text(
            subject="{{ earned }} per te: grazie per il passaparola",
            preheader="Qualcuno ha ordinato grazie a te.",
            heading="{% if name %}Grazie, {{ name }}!{% else %}Grazie!{% endif %}",
            body="Una persona a cui ci hai consigliato ha fatto un ordine. Per questo ricevi {{ earned }}.\n\nConosci "
            "qualcun altro a cui piacerebbe? Il tuo codice è sul tuo conto.",
            button="Consigliaci ancora",
            push_title="{{ earned }} per te",
            push_body="Una persona a cui ci hai consigliato ha ordinato. Grazie!",
        ),
        "membership_trial_ending": Text(
            subject="La tua prova di {{ plan }} sta per finire",
            preheader="Ultimo giorno: {{ until }}.",
            heading="{% if name %}{{ name }}, la prova sta per finire{% else %}La prova sta per finire{% endif %}",
            body="Ultimo giorno con tutti i vantaggi di {{ plan }}: {{ until }}.\n\nTi piace? Puoi tenerlo: rinnovalo "
            "nel nostro negozio. Se no, finisce da sé.",
            button="Vedi il tuo abbonamento",
            push_title="La prova sta per finire",
            push_body="{{ plan }}: ultimo giorno {{ until }}.",
        ),
        "membership_renewed": Text(
            subject="{{ plan }}: il tuo abbonamento è attivo",
            preheader="Grazie di essere con noi.",
            heading="{% if name %}Grazie, {{ name }}!{% else %}Grazie!{% endif %}",
            body="Il tuo abbonamento {{ plan }} è pagato.{% if until %} Ultimo giorno: {{ until }}.{% endif %}\n\n"
            "Goditi tutto ciò che comprende.",
            button="Vedi il tuo abbonamento",
            push_title="{{ plan }}: abbonamento attivo",
            push_body="{% if until %}Ultimo giorno: {{ until }}.{% else %}Grazie di essere con noi.{% endif %}",
        ),
        "refund_processed": Text(
            subject="Il tuo rimborso{% if order %} per l'ordine {{ order }}{% endif %}",
            preheader="Che cosa cambia sul tuo conto.",
            heading="{% if name %}{{ name }}, il rimborso è fatto{% else %}Il rimborso è fatto{% endif %}",
            body="Abbiamo elaborato il tuo rimborso{% if order %} per l'ordine {{ order }}{% endif %}.\n\n"
            "{% if given_back %}Torna sul tuo conto ciò con cui avevi pagato: {{ given_back }}.{% endif %}\n\n"
            "{% if taken_back %}Ciò che gli articoli resi avevano fruttato se ne va con loro: {{ taken_back }}"
            ".{% endif %}\n\n{% if codes %}Puoi usare di nuovo il tuo buono.{% endif %}",
            button="Vai al tuo conto",
            push_title="Il rimborso è fatto",
            push_body="{% if given_back %}Di nuovo sul tuo conto: {{ given_back }}.{% elif taken_back %}Se ne va con "
            "il reso: {{ taken_back }}.{% else %}Ecco che cosa cambia sul tuo conto.{% endif %}",
        ),
        "marketing_confirmation": Text(
            subject="Possiamo scriverti? Basta una conferma",
            preheader="Basta un clic.",
            heading="{% if name %}Basta un clic, {{ name }}{% else %}Basta un clic{% endif %}",
            body="Hai chiesto novità e offerte di {{ programme }}. Perché nessun altro possa chiederle a tuo nome, ti "
            "preghiamo di confermare.\n\nSe non l'hai chiesto tu, ignora questa mail: non ti scriveremo.",
            button="Sì, scrivetemi",
            push_title="Possiamo scriverti?",
            push_body="{{ programme }} può mandarti novità e offerte?",
        ),
    },
    rows={
        "earned": "Hai guadagnato",
        "pending": "In arrivo",
        "pending.day": "In arrivo: {day}",
        "activated": "Ora da usare",
        "taken_back": "Tolto con il reso",
        "given_back": "Restituito",
        "expiring.day": "Ultimo giorno: {day}",
        "expired": "Scaduto",
        "tier": "Il tuo livello",
        "balance": "Ora hai",
    },
    rewards={
        "amount_off": "{money} di sconto",
        "percent_off": "{percent}% di sconto",
        "free_product": "un prodotto gratis",
        "free_shipping": "la spedizione gratuita",
        "donation": "una donazione a {charity}",
    },
    sentences={
        "voucher": "Ultimo giorno: {day}",
        "voucher.for_ever": "Non scade",
        "why.service": "Ricevi questa mail perché fai parte di {programme}.",
        "why.marketing": "Ricevi questa mail perché fai parte di {programme} e hai chiesto novità e offerte.",
        "why.confirmation": "Ricevi questa mail perché il tuo indirizzo è stato indicato a {programme}.",
        "preferences": "Scegli che cosa ricevere, o annulla l'iscrizione",
    },
)
