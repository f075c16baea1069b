"""German."""

from tessera.domain.message_texts import Text
from tessera.messages.texts.parts import Language

GERMAN = Language(
    texts={
        "welcome": Text(
            subject="Willkommen bei {{ programme }}",
            preheader="{% if earned %}{{ earned }} zum Start.{% else %}Schön, dass du da bist.{% endif %}",
            heading="{% if name %}Willkommen, {{ name }}!{% else %}Willkommen!{% endif %}",
            body="Du bist jetzt Mitglied bei {{ programme }}: Ab heute lohnt sich, was du bei uns tust.\n\n"
            "{% if earned %}Zum Start hast du schon {{ earned }} auf deinem Konto.{% endif %}",
            button="Zu deinem Konto",
            push_title="Willkommen bei {{ programme }}",
            push_body="{% if earned %}{{ earned }} zum Start.{% else %}Schön, dass du da bist.{% endif %}",
        ),
        "points_earned": Text(
            subject="Du hast {{ gained }} gesammelt",
            preheader="{% if order %}Danke für deine Bestellung {{ order }}.{% else %}Danke.{% endif %}",
            heading="{% if name %}Danke, {{ name }}!{% else %}Danke!{% endif %}",
            body="{% if order %}Deine Bestellung {{ order }} bringt dir {{ gained }}.{% else %}Du hast gerade "
            "{{ gained }} gesammelt.{% endif %}\n\n{% if pending and activates_on %}Ab dem {{ activates_on }} kannst "
            "du {{ pending }} einlösen.{% elif pending %}Sobald die Rückgabefrist vorbei ist, kannst du {{ pending }} "
            "einlösen.{% else %}Du kannst alles ab sofort einlösen.{% endif %}",
            button="Zu deinem Konto",
            push_title="Du hast {{ gained }} gesammelt",
            push_body="{% if pending and activates_on %}Einlösbar ab dem {{ activates_on }}.{% elif balance %}Du hast "
            "jetzt {{ balance }}.{% else %}Danke!{% endif %}",
        ),
        "points_active": Text(
            subject="Jetzt einlösbar: {{ activated }}",
            preheader="{% if balance %}Insgesamt hast du jetzt {{ balance }}.{% endif %}",
            heading="{% if name %}Gute Nachrichten, {{ name }}{% else %}Gute Nachrichten{% endif %}",
            body="Das Warten hat ein Ende: {{ activated }} kannst du ab sofort einlösen.\n\n{% if balance %}Insgesamt "
            "hast du jetzt {{ balance }}.{% endif %}",
            button="Was du damit tun kannst",
            push_title="Das Warten hat ein Ende",
            push_body="Ab sofort einlösbar: {{ activated }}.",
        ),
        "reward_available": Text(
            subject="Eine Prämie wartet auf dich",
            preheader="Deine Punkte reichen für: {{ rewards }}.",
            heading="{% if name %}Geschafft, {{ name }}!{% else %}Geschafft!{% endif %}",
            body="Deine Punkte reichen jetzt für: {{ rewards }}.\n\nSuch dir etwas aus, wann du magst{% if balance %}: "
            "Du hast {{ balance }}{% endif %}.",
            button="Prämie aussuchen",
            push_title="Eine Prämie wartet auf dich",
            push_body="Deine Punkte reichen für: {{ rewards }}.",
        ),
        "reward_issued": Text(
            subject="{% if reward %}Deine Prämie: {{ reward }}{% else %}Deine Prämie ist da{% endif %}",
            preheader="{% if codes %}Code: {{ codes }}{% else %}Sie liegt auf deinem Konto.{% endif %}",
            heading="{% if name %}Das ist für dich, {{ name }}{% else %}Das ist für dich{% endif %}",
            body="{% if codes %}Gib den Code an der Kasse ein, und die Prämie gehört dir.{% else %}Deine Prämie wartet "
            "auf deinem Konto.{% endif %}",
            button="Zu deinen Prämien",
            push_title="{% if reward %}Deine Prämie: {{ reward }}{% else %}Deine Prämie ist da{% endif %}",
            push_body="{% if codes %}Code: {{ codes }}{% else %}Sie liegt auf deinem Konto.{% endif %}",
        ),
        "cashback_available": Text(
            subject="Jetzt für dich: {{ gained }}",
            preheader="{% if balance %}Insgesamt hast du jetzt {{ balance }}.{% endif %}",
            heading="{% if name %}Es gehört dir, {{ name }}{% else %}Es gehört dir{% endif %}",
            body="{% if order %}Deine Bestellung {{ order }} bringt dir {{ gained }}.{% else %}Neu auf deinem Konto: "
            "{{ gained }}.{% endif %}\n\nLöse es bei der nächsten Bestellung ein: Wir ziehen es an der Kasse ab.",
            button="Zu deinem Konto",
            push_title="Jetzt für dich",
            push_body="{{ gained }} für deine nächste Bestellung.",
        ),
        "tier_changed": Text(
            subject="Deine Stufe ist jetzt {{ tier }}",
            preheader="{% if rises %}Das hast du dir verdient.{% else %}Was das für dich bedeutet.{% endif %}",
            heading="{% if rises and name %}Glückwunsch, {{ name }}!{% elif rises %}Glückwunsch!{% elif name %}"
            "{{ name }}, deine Stufe hat sich geändert{% else %}Deine Stufe hat sich geändert{% endif %}",
            body="{% if rises %}Du hast {{ tier }} erreicht: Ab jetzt gehört dir alles, was zu dieser Stufe "
            "gehört.{% else %}Deine Stufe ist jetzt {{ tier }}{% if tier_was %} (vorher: {{ tier_was }}){% endif %}. "
            "Jede Bestellung bringt dich der nächsten näher.{% endif %}",
            button="Was deine Stufe dir bringt",
            push_title="Deine Stufe ist jetzt {{ tier }}",
            push_body="{% if rises %}Glückwunsch! Viel Freude mit allem, was dazugehört.{% else %}Jede Bestellung "
            "bringt dich der nächsten näher.{% endif %}",
        ),
        "birthday": Text(
            subject="Alles Gute zum Geburtstag{% if name %}, {{ name }}{% endif %}!",
            preheader="Wir haben ein kleines Geschenk für dich.",
            heading="Alles Gute zum Geburtstag{% if name %}, {{ name }}{% endif %}!",
            body="Wir wünschen dir einen wunderbaren Tag. Und hier ist ein kleines Geschenk: {{ earned }}, ab sofort "
            "einlösbar.\n\nGönn dir etwas Schönes.",
            button="Zu deinem Geschenk",
            push_title="Alles Gute{% if name %}, {{ name }}{% endif %}!",
            push_body="Ein kleines Geschenk für dich: {{ earned }}.",
        ),
        "expiry_reminder": Text(
            subject="{{ expiring }}: nur noch bis {{ last_day }}",
            preheader="Noch ist Zeit.",
            heading="{% if name %}{{ name }}, lass nichts verfallen{% else %}Lass nichts verfallen{% endif %}",
            body="{{ expiring }} kannst du noch bis einschließlich {{ last_day }} einlösen.\n\nWie wäre es mit etwas, "
            "das dir gefällt?",
            button="Jetzt einlösen",
            push_title="Nur noch bis {{ last_day }}",
            push_body="Bis dahin einlösen: {{ expiring }}.",
        ),
        "points_expired": Text(
            subject="Verfallen: {{ expired }}",
            preheader="{% if last_day %}Letzter Tag war der {{ last_day }}.{% endif %}",
            heading="{% if name %}{{ name }}, etwas ist verfallen{% else %}Etwas ist verfallen{% endif %}",
            body="Der {{ last_day }} war der letzte Tag für {{ expired }}; dieser Teil ist nicht mehr auf deinem "
            "Konto.\n\n{% if balance %}Du hast noch {{ balance }}.{% else %}Mit der nächsten Bestellung sammelst du "
            "weiter.{% endif %}",
            button="Zu deinem Konto",
            push_title="Verfallen: {{ expired }}",
            push_body="{% if balance %}Du hast noch {{ balance }}.{% else %}Mit der nächsten Bestellung sammelst du "
            "weiter.{% endif %}",
        ),
        "referral_rewarded": Text(
            subject="{{ earned }} für dich: Danke fürs Weitersagen",
            preheader="Jemand hat dank dir bestellt.",
            heading="{% if name %}Danke, {{ name }}!{% else %}Danke!{% endif %}",
            body="Jemand, dem du uns empfohlen hast, hat bestellt. Dafür bekommst du {{ earned }}.\n\nKennst du noch "
            "jemanden, dem es bei uns gefiele? Dein Code steht auf deinem Konto.",
            button="Weiterempfehlen",
            push_title="{{ earned }} für dich",
            push_body="Jemand, dem du uns empfohlen hast, hat bestellt. Danke!",
        ),
        "membership_trial_ending": Text(
            subject="Deine Probezeit für {{ plan }} endet bald",
            preheader="Letzter Tag: {{ until }}.",
            heading="{% if name %}{{ name }}, deine Probezeit endet bald{% else %}Deine Probezeit endet bald{% endif %}"
            "",
            body="Bis einschließlich {{ until }} genießt du alle Vorteile von {{ plan }}.\n\nGefällt es dir? Dann "
            "verlängere in unserem Shop. Wenn nicht, endet die Probezeit von selbst.",
            button="Zu deiner Mitgliedschaft",
            push_title="Deine Probezeit endet bald",
            push_body="{{ plan }}: letzter Tag {{ until }}.",
        ),
        "membership_renewed": Text(
            subject="{{ plan }}: Du bist dabei{% if until %} bis {{ until }}{% endif %}",
            preheader="Schön, dass du bei uns bist.",
            heading="{% if name %}Danke, {{ name }}!{% else %}Danke!{% endif %}",
            body="Deine Mitgliedschaft {{ plan }} ist bezahlt{% if until %} und läuft bis einschließlich {{ until }}"
            "{% endif %}.\n\nViel Freude mit allem, was dazugehört.",
            button="Zu deiner Mitgliedschaft",
            push_title="{{ plan }}: Du bist dabei",
            push_body="{% if until %}Deine Mitgliedschaft läuft bis einschließlich {{ until }}.{% else %}Schön, dass "
            "du bei uns bist.{% endif %}",
        ),
        "refund_processed": Text(
            subject="Deine Erstattung{% if order %} zur Bestellung {{ order }}{% endif %}",
            preheader="Was sie für dein Konto bedeutet.",
            heading="{% if name %}{{ name }}, deine Erstattung ist erledigt{% else %}Deine Erstattung ist "
            "erledigt{% endif %}",
            body="Wir haben deine Erstattung{% if order %} zur Bestellung {{ order }}{% endif %} bearbeitet.\n\n"
            "{% if given_back %}Was du eingelöst hattest, bekommst du zurück: {{ given_back }}.{% endif %}\n\n"
            "{% if taken_back %}Was die zurückgegebenen Artikel gebracht hatten, geht mit ihnen: {{ taken_back }}"
            ".{% endif %}\n\n{% if codes %}Deinen Gutschein kannst du wieder einlösen.{% endif %}",
            button="Zu deinem Konto",
            push_title="Deine Erstattung ist erledigt",
            push_body="{% if given_back %}Wieder auf deinem Konto: {{ given_back }}.{% elif taken_back %}Geht mit der "
            "Rückgabe: {{ taken_back }}.{% else %}Sieh nach, was sie für dein Konto bedeutet.{% endif %}",
        ),
        "marketing_confirmation": Text(
            subject="Dürfen wir dir schreiben? Bitte bestätige es",
            preheader="Ein Klick genügt.",
            heading="{% if name %}Ein Klick genügt, {{ name }}{% else %}Ein Klick genügt{% endif %}",
            body="Du möchtest Neues und Angebote von {{ programme }}. Damit sich niemand in deinem Namen anmeldet, "
            "bestätige es bitte.\n\nWarst du das nicht? Dann ignoriere diese Mail einfach: Wir schreiben dir nicht.",
            button="Ja, schreibt mir",
            push_title="Dürfen wir dir schreiben?",
            push_body="Darf {{ programme }} dir Neues und Angebote schicken?",
        ),
    },
    rows={
        "earned": "Gesammelt",
        "pending": "Kommt noch",
        "pending.day": "Kommt am {day}",
        "activated": "Jetzt einlösbar",
        "taken_back": "Zurückgebucht",
        "given_back": "Zurückbekommen",
        "expiring.day": "Einlösbar bis {day}",
        "expired": "Verfallen",
        "tier": "Deine Stufe",
        "balance": "Du hast jetzt",
    },
    rewards={
        "amount_off": "{money} Rabatt",
        "percent_off": "{percent} % Rabatt",
        "free_product": "ein Gratisprodukt",
        "free_shipping": "kostenloser Versand",
        "donation": "eine Spende an {charity}",
    },
    sentences={
        "voucher": "Einlösbar bis {day}",
        "voucher.for_ever": "Verfällt nicht",
        "why.service": "Du bekommst diese Mail, weil du Mitglied bei {programme} bist.",
        "why.marketing": "Du bekommst diese Mail, weil du Mitglied bei {programme} bist und Angebote möchtest.",
        "why.confirmation": "Du bekommst diese Mail, weil deine Adresse bei {programme} angegeben wurde.",
        "preferences": "Auswählen, was wir dir schreiben, oder abmelden",
    },
)
