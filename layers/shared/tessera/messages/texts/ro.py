"""Romanian."""

from tessera.domain.message_texts import Text
from tessera.messages.texts.parts import Language

ROMANIAN = Language(
    texts={
        "welcome": Text(
            subject="Bine ai venit în {{ programme }}",
            preheader="{% if earned %}{{ earned }} pentru început.{% else %}Ne bucurăm că ești cu noi.{% endif %}",
            heading="{% if name %}Bine ai venit, {{ name }}!{% else %}Bine ai venit!{% endif %}",
            body="De azi faci parte din {{ programme }}: ce faci alături de noi este răsplătit.\n\n{% if earned %}"
            "Pentru început, ai deja în cont {{ earned }}.{% endif %}",
            button="Vezi contul tău",
            push_title="Bine ai venit în {{ programme }}",
            push_body="{% if earned %}{{ earned }} pentru început.{% else %}Ne bucurăm că ești cu noi.{% endif %}",
        ),
        "points_earned": Text(
            subject="Ai câștigat {{ gained }}",
            preheader="{% if order %}Îți mulțumim pentru comanda {{ order }}.{% else %}Îți mulțumim.{% endif %}",
            heading="{% if name %}Mulțumim, {{ name }}!{% else %}Mulțumim!{% endif %}",
            body="{% if order %}Cu comanda {{ order }} ai câștigat {{ gained }}.{% else %}Tocmai ai câștigat "
            "{{ gained }}.{% endif %}\n\n{% if pending and activates_on %}Poți folosi {{ pending }} începând cu "
            "{{ activates_on }}.{% elif pending %}Poți folosi {{ pending }} după ce trece termenul de retur.{% else %}"
            "Totul este al tău, de folosit chiar de acum.{% endif %}",
            button="Vezi contul tău",
            push_title="Ai câștigat {{ gained }}",
            push_body="{% if pending and activates_on %}De folosit începând cu {{ activates_on }}.{% elif balance %}"
            "Acum ai {{ balance }}.{% else %}Îți mulțumim!{% endif %}",
        ),
        "points_active": Text(
            subject="Acum poți folosi {{ activated }}",
            preheader="{% if balance %}În total ai acum {{ balance }}.{% endif %}",
            heading="{% if name %}Vești bune, {{ name }}{% else %}Vești bune{% endif %}",
            body="Așteptarea a luat sfârșit: de acum poți folosi {{ activated }}.\n\n{% if balance %}În total ai acum "
            "{{ balance }}.{% endif %}",
            button="Vezi ce poți obține",
            push_title="Așteptarea a luat sfârșit",
            push_body="Acum poți folosi {{ activated }}.",
        ),
        "reward_available": Text(
            subject="O recompensă îți este la îndemână",
            preheader="Ai destul pentru: {{ rewards }}.",
            heading="{% if name %}Ai reușit, {{ name }}!{% else %}Ai reușit!{% endif %}",
            body="Ai adunat destul pentru: {{ rewards }}.\n\nAlege când vrei{% if balance %}: ai {{ balance }}"
            "{% endif %}.",
            button="Alege recompensa",
            push_title="O recompensă îți este la îndemână",
            push_body="Ai destul pentru: {{ rewards }}.",
        ),
        "reward_issued": Text(
            subject="{% if reward %}Recompensa ta: {{ reward }}{% else %}Recompensa ta a sosit{% endif %}",
            preheader="{% if codes %}Cod: {{ codes }}{% else %}O găsești în contul tău.{% endif %}",
            heading="{% if name %}Este pentru tine, {{ name }}{% else %}Este pentru tine{% endif %}",
            body="{% if codes %}Introdu codul la finalizarea comenzii și recompensa este a ta.{% else %}Recompensa te "
            "așteaptă în contul tău.{% endif %}",
            button="Vezi recompensele tale",
            push_title="{% if reward %}Recompensa ta: {{ reward }}{% else %}Recompensa ta a sosit{% endif %}",
            push_body="{% if codes %}Cod: {{ codes }}{% else %}O găsești în contul tău.{% endif %}",
        ),
        "cashback_available": Text(
            subject="Acum poți cheltui {{ gained }}",
            preheader="{% if balance %}În total ai acum {{ balance }}.{% endif %}",
            heading="{% if name %}Este al tău, {{ name }}{% else %}Este al tău{% endif %}",
            body="{% if order %}Comanda {{ order }} îți aduce {{ gained }}.{% else %}Ai în plus de cheltuit: "
            "{{ gained }}.{% endif %}\n\nFolosește-l la următoarea comandă: se scade la plată.",
            button="Vezi contul tău",
            push_title="De cheltuit cum vrei",
            push_body="{{ gained }}, de scăzut din următoarea comandă.",
        ),
        "tier_changed": Text(
            subject="Nivelul tău este acum {{ tier }}",
            preheader="{% if rises %}O meriți cu adevărat.{% else %}Ce înseamnă pentru tine.{% endif %}",
            heading="{% if rises and name %}Felicitări, {{ name }}!{% elif rises %}Felicitări!{% elif name %}{{ name }}"
            ", nivelul tău s-a schimbat{% else %}Nivelul tău s-a schimbat{% endif %}",
            body="{% if rises %}Ai ajuns la nivelul {{ tier }}: tot ce aduce este al tău de acum.{% else %}Nivelul tău "
            "este acum {{ tier }}{% if tier_was %} (înainte: {{ tier_was }}){% endif %}. Fiecare comandă te apropie de "
            "următorul.{% endif %}",
            button="Vezi ce îți oferă",
            push_title="Nivelul tău este acum {{ tier }}",
            push_body="{% if rises %}Felicitări! Bucură-te de ce aduce.{% else %}Fiecare comandă te apropie de "
            "următorul.{% endif %}",
        ),
        "birthday": Text(
            subject="La mulți ani{% if name %}, {{ name }}{% endif %}!",
            preheader="Avem un mic cadou pentru tine.",
            heading="La mulți ani{% if name %}, {{ name }}{% endif %}!",
            body="Îți dorim o zi minunată. Și iată un mic cadou: {{ earned }}, de folosit chiar de acum.\n\nRăsfață-te "
            "cu ceva frumos.",
            button="Vezi cadoul tău",
            push_title="La mulți ani{% if name %}, {{ name }}{% endif %}!",
            push_body="Un mic cadou pentru tine: {{ earned }}.",
        ),
        "expiry_reminder": Text(
            subject="{{ expiring }}: ultima zi {{ last_day }}",
            preheader="Mai este timp.",
            heading="{% if name %}{{ name }}, nu pierde ce este al tău{% else %}Nu pierde ce este al tău{% endif %}",
            body="Ultima zi în care poți folosi {{ expiring }}: {{ last_day }}.\n\nDe ce nu ți-ai lua ceva ce îți "
            "place?",
            button="Vezi contul tău",
            push_title="Ultima zi: {{ last_day }}",
            push_body="De folosit până atunci: {{ expiring }}.",
        ),
        "points_expired": Text(
            subject="Expirare: {{ expired }}",
            preheader="{% if last_day %}Ultima zi: {{ last_day }}.{% endif %}",
            heading="{% if name %}{{ name }}, ceva a expirat{% else %}Ceva a expirat{% endif %}",
            body="Ultima zi pentru {{ expired }}: {{ last_day }}. Partea aceasta nu mai este în contul tău.\n\n"
            "{% if balance %}Mai ai {{ balance }}.{% else %}Cu următoarea comandă începi să aduni din nou.{% endif %}",
            button="Vezi contul tău",
            push_title="Expirare: {{ expired }}",
            push_body="{% if balance %}Mai ai {{ balance }}.{% else %}Cu următoarea comandă o iei de la "
            "început.{% endif %}",
        ),
        "referral_rewarded": Text(
            subject="{{ earned }} pentru tine: mulțumim pentru recomandare",
            preheader="Cineva a comandat datorită ție.",
            heading="{% if name %}Mulțumim, {{ name }}!{% else %}Mulțumim!{% endif %}",
            body="O persoană căreia i-ai vorbit despre noi a făcut o comandă. Pentru asta primești {{ earned }}.\n\n"
            "Mai știi pe cineva căruia i-ar plăcea la noi? Codul tău este în cont.",
            button="Recomandă-ne din nou",
            push_title="{{ earned }} pentru tine",
            push_body="O persoană căreia i-ai vorbit despre noi a comandat. Mulțumim!",
        ),
        "membership_trial_ending": Text(
            subject="Perioada ta de probă {{ plan }} se apropie de sfârșit",
            preheader="Ultima zi: {{ until }}.",
            heading="{% if name %}{{ name }}, perioada de probă se apropie de sfârșit{% else %}Perioada de probă se "
            "apropie de sfârșit{% endif %}",
            body="Ultima zi în care te bucuri de avantajele {{ plan }}: {{ until }}.\n\nȚi-a plăcut? Îl poți păstra: "
            "reînnoiește-l în magazinul nostru. Dacă nu, se încheie de la sine.",
            button="Vezi abonamentul tău",
            push_title="Perioada de probă se încheie curând",
            push_body="{{ plan }}: ultima zi {{ until }}.",
        ),
        "membership_renewed": Text(
            subject="{{ plan }}: abonamentul tău este activ",
            preheader="Îți mulțumim că ești cu noi.",
            heading="{% if name %}Mulțumim, {{ name }}!{% else %}Mulțumim!{% endif %}",
            body="Abonamentul tău {{ plan }} este plătit.{% if until %} Ultima zi: {{ until }}.{% endif %}\n\n"
            "Bucură-te de tot ce cuprinde.",
            button="Vezi abonamentul tău",
            push_title="{{ plan }}: abonament activ",
            push_body="{% if until %}Ultima zi: {{ until }}.{% else %}Îți mulțumim că ești cu noi.{% endif %}",
        ),
        "refund_processed": Text(
            subject="Rambursarea ta{% if order %} pentru comanda {{ order }}{% endif %}",
            preheader="Ce înseamnă pentru contul tău.",
            heading="{% if name %}{{ name }}, rambursarea este gata{% else %}Rambursarea este gata{% endif %}",
            body="Am procesat rambursarea ta{% if order %} pentru comanda {{ order }}{% endif %}.\n\n"
            "{% if given_back %}Revine în cont ce ai folosit la plată: {{ given_back }}.{% endif %}\n\n"
            "{% if taken_back %}Ce aduseseră produsele returnate pleacă odată cu ele: {{ taken_back }}.{% endif %}\n\n"
            "{% if codes %}Poți folosi din nou voucherul tău.{% endif %}",
            button="Vezi contul tău",
            push_title="Rambursarea este gata",
            push_body="{% if given_back %}Din nou în contul tău: {{ given_back }}.{% elif taken_back %}Pleacă odată cu "
            "returul: {{ taken_back }}.{% else %}Vezi ce înseamnă pentru contul tău.{% endif %}",
        ),
        "marketing_confirmation": Text(
            subject="Îți putem scrie? Te rugăm să confirmi",
            preheader="Un singur clic.",
            heading="{% if name %}Un singur clic, {{ name }}{% else %}Un singur clic{% endif %}",
            body="Ai cerut noutăți și oferte de la {{ programme }}. Ca nimeni altcineva să nu le poată cere în numele "
            "tău, te rugăm să confirmi.\n\nDacă nu ai fost tu, ignoră acest e-mail: nu îți vom scrie.",
            button="Da, scrieți-mi",
            push_title="Îți putem scrie?",
            push_body="{{ programme }} îți poate trimite noutăți și oferte?",
        ),
    },
    rows={
        "earned": "Ai câștigat",
        "pending": "Urmează",
        "pending.day": "Din {day}",
        "activated": "De folosit acum",
        "taken_back": "Retras la retur",
        "given_back": "Primit înapoi",
        "expiring.day": "Ultima zi: {day}",
        "expired": "Expirat",
        "tier": "Nivelul tău",
        "balance": "Acum ai",
    },
    rewards={
        "amount_off": "o reducere de {money}",
        "percent_off": "o reducere de {percent}%",
        "free_product": "un produs gratuit",
        "free_shipping": "livrare gratuită",
        "donation": "o donație pentru {charity}",
    },
    sentences={
        "voucher": "Ultima zi: {day}",
        "voucher.for_ever": "Nu expiră",
        "why.service": "Primești acest e-mail pentru că faci parte din {programme}.",
        "why.marketing": "Primești acest e-mail pentru că faci parte din {programme} și ai cerut noutăți și oferte.",
        "why.confirmation": "Primești acest e-mail pentru că adresa ta i-a fost dată programului {programme}.",
        "preferences": "Alege ce primești de la noi sau dezabonează-te",
    },
)
