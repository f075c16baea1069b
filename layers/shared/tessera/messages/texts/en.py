"""English."""

from tessera.domain.message_texts import Text
from tessera.messages.texts.parts import Language

ENGLISH = Language(
    texts={
        "welcome": Text(
            subject="Welcome to {{ programme }}",
            preheader="{% if earned %}{{ earned }} to begin with.{% else %}It is good to have you with us.{% endif %}",
            heading="{% if name %}Welcome, {{ name }}!{% else %}Welcome!{% endif %}",
            body="You are now a member of {{ programme }}: from today on, what you do with us is rewarded.\n\n"
            "{% if earned %}To begin with, {{ earned }} are already in your account.{% endif %}",
            button="See your account",
            push_title="Welcome to {{ programme }}",
            push_body="{% if earned %}{{ earned }} to begin with.{% else %}It is good to have you with us.{% endif %}",
        ),
        "points_earned": Text(
            subject="You have earned {{ gained }}",
            preheader="{% if order %}Thank you for order {{ order }}.{% else %}Thank you.{% endif %}",
            heading="{% if name %}Thank you, {{ name }}!{% else %}Thank you!{% endif %}",
            body="{% if order %}Your order {{ order }} has earned you {{ gained }}.{% else %}"
            "You have just earned {{ gained }}.{% endif %}\n\n"
            "{% if pending and activates_on %}You can use {{ pending }} from {{ activates_on }} on.{% elif pending %}"
            "You can use {{ pending }} once the time to return your order is over.{% else %}"
            "It is all yours to use from now on.{% endif %}",
            button="See your account",
            push_title="You have earned {{ gained }}",
            push_body="{% if pending and activates_on %}To be used from {{ activates_on }} on.{% elif balance %}"
            "You now have {{ balance }}.{% else %}Thank you!{% endif %}",
        ),
        "points_active": Text(
            subject="{{ activated }}: yours to use now",
            preheader="{% if balance %}You now have {{ balance }}.{% endif %}",
            heading="{% if name %}Good news, {{ name }}{% else %}Good news{% endif %}",
            body="The wait is over: {{ activated }} can be used from now on.\n\n"
            "{% if balance %}With that you have {{ balance }} in all.{% endif %}",
            button="See what you can do with it",
            push_title="Yours to use now",
            push_body="{{ activated }} can be used from now on.",
        ),
        "reward_available": Text(
            subject="A reward is within your reach",
            preheader="You have enough for {{ rewards }}.",
            heading="{% if name %}You made it, {{ name }}!{% else %}You made it!{% endif %}",
            body="You have collected enough for {{ rewards }}.\n\n"
            "Choose it whenever you like{% if balance %}: you have {{ balance }}{% endif %}.",
            button="Choose your reward",
            push_title="A reward is within your reach",
            push_body="You have enough for {{ rewards }}.",
        ),
        "reward_issued": Text(
            subject="{% if reward %}Your reward: {{ reward }}{% else %}Your reward is here{% endif %}",
            preheader="{% if codes %}Your code: {{ codes }}{% else %}It is in your account.{% endif %}",
            heading="{% if name %}This is for you, {{ name }}{% else %}This is for you{% endif %}",
            body="{% if codes %}Enter the code at checkout, and the reward is yours.{% else %}"
            "Your reward is waiting in your account.{% endif %}",
            button="See your rewards",
            push_title="{% if reward %}Your reward: {{ reward }}{% else %}Your reward is here{% endif %}",
            push_body="{% if codes %}Code: {{ codes }}{% else %}It is in your account.{% endif %}",
        ),
        "cashback_available": Text(
            subject="{{ gained }}: yours to spend now",
            preheader="{% if balance %}You now have {{ balance }}.{% endif %}",
            heading="{% if name %}It is yours, {{ name }}{% else %}It is yours{% endif %}",
            body="{% if order %}Your order {{ order }} brings you {{ gained }}.{% else %}"
            "You have {{ gained }} more to spend.{% endif %}\n\n"
            "Use it with your next order: it comes off at checkout.",
            button="See your account",
            push_title="Yours to spend now",
            push_body="{{ gained }}, off your next order.",
        ),
        "tier_changed": Text(
            subject="Your level is now {{ tier }}",
            preheader="{% if rises %}Well deserved.{% else %}What that means for you.{% endif %}",
            heading="{% if rises and name %}Congratulations, {{ name }}!{% elif rises %}Congratulations!{% elif name %}"
            "{{ name }}, your level has changed{% else %}Your level has changed{% endif %}",
            body="{% if rises %}You have reached {{ tier }}, and all that comes with it is yours from now on.{% else %}"
            "Your level is now {{ tier }}{% if tier_was %} (it was {{ tier_was }}){% endif %}. "
            "Each order brings you closer to the next one.{% endif %}",
            button="See what your level gives you",
            push_title="Your level is now {{ tier }}",
            push_body="{% if rises %}Congratulations! Enjoy what comes with it.{% else %}"
            "Each order brings you closer to the next one.{% endif %}",
        ),
        "birthday": Text(
            subject="Happy birthday{% if name %}, {{ name }}{% endif %}!",
            preheader="We have a little present for you.",
            heading="Happy birthday{% if name %}, {{ name }}{% endif %}!",
            body="We wish you a wonderful day, and here is a little present: {{ earned }}, yours from this moment.\n\n"
            "Treat yourself to something nice.",
            button="See your present",
            push_title="Happy birthday{% if name %}, {{ name }}{% endif %}!",
            push_body="A little present for you: {{ earned }}.",
        ),
        "expiry_reminder": Text(
            subject="{{ expiring }}: only until {{ last_day }}",
            preheader="There is still time to use it.",
            heading="{% if name %}{{ name }}, don't let it go{% else %}Don't let it go{% endif %}",
            body="Of what you have collected, {{ expiring }} can be used through {{ last_day }}, and no longer.\n\n"
            "Why not put it towards something you like?",
            button="Use it now",
            push_title="Only until {{ last_day }}",
            push_body="Still to be used by then: {{ expiring }}.",
        ),
        "points_expired": Text(
            subject="Expired: {{ expired }}",
            preheader="{% if last_day %}Their last day was {{ last_day }}.{% endif %}",
            heading="{% if name %}{{ name }}, some of it has expired{% else %}Some of it has expired{% endif %}",
            body="{{ last_day }} was the last day to use {{ expired }}; that part is no longer in your account.\n\n"
            "{% if balance %}You still have {{ balance }}.{% else %}With your next order you start collecting "
            "again.{% endif %}",
            button="See your account",
            push_title="Expired: {{ expired }}",
            push_body="{% if balance %}You still have {{ balance }}.{% else %}Your next order starts anew.{% endif %}",
        ),
        "referral_rewarded": Text(
            subject="Your friend has ordered: {{ earned }} for you",
            preheader="Thank you for spreading the word.",
            heading="{% if name %}Thank you, {{ name }}!{% else %}Thank you!{% endif %}",
            body="A friend whom you recommended us to has ordered. For that you get {{ earned }}.\n\n"
            "Know someone else who would like it here? Your code is in your account.",
            button="Recommend us again",
            push_title="{{ earned }} for you",
            push_body="A friend whom you recommended us to has ordered. Thank you!",
        ),
        "membership_trial_ending": Text(
            subject="Your trial of {{ plan }} ends on {{ until }}",
            preheader="Stay with it, or let it go: you decide.",
            heading="{% if name %}{{ name }}, your trial is almost over{% else %}Your trial is almost over{% endif %}",
            body="You can enjoy the advantages of {{ plan }} through {{ until }}.\n\n"
            "If you would like to keep it, renew it in our shop; if not, it simply ends.",
            button="See your membership",
            push_title="Your trial is almost over",
            push_body="{{ plan }}: through {{ until }}.",
        ),
        "membership_renewed": Text(
            subject="{{ plan }}: you are in{% if until %} until {{ until }}{% endif %}",
            preheader="Thank you for being with us.",
            heading="{% if name %}Thank you, {{ name }}!{% else %}Thank you!{% endif %}",
            body="Your membership {{ plan }} is paid{% if until %} and lasts through {{ until }}{% endif %}.\n\n"
            "Enjoy everything that comes with it.",
            button="See your membership",
            push_title="{{ plan }}: you are in",
            push_body="{% if until %}Your membership lasts through {{ until }}.{% else %}Thank you!{% endif %}",
        ),
        "refund_processed": Text(
            subject="Your refund{% if order %} for order {{ order }}{% endif %}",
            preheader="What it means for your account.",
            heading="{% if name %}{{ name }}, your refund is done{% else %}Your refund is done{% endif %}",
            body="{% if order %}Your refund for order {{ order }} has been processed{% else %}"
            "Your refund has been processed{% endif %}.\n\n"
            "{% if given_back %}You get back what you had paid with: {{ given_back }}.{% endif %}\n\n"
            "{% if taken_back %}What the returned items had earned goes with them: {{ taken_back }}.{% endif %}\n\n"
            "{% if codes %}Your voucher is yours to use again.{% endif %}",
            button="See your account",
            push_title="Your refund is done",
            push_body="{% if given_back %}Back in your account: {{ given_back }}.{% elif taken_back %}"
            "Taken back with it: {{ taken_back }}.{% else %}See what it means for your account.{% endif %}",
        ),
        "marketing_confirmation": Text(
            subject="Please confirm: may we write to you?",
            preheader="One click, and you will hear from us.",
            heading="{% if name %}One click, {{ name }}{% else %}One click{% endif %}",
            body="You asked us for news and offers of {{ programme }}. So that nobody else can ask in your name, "
            "please confirm it.\n\nIf it was not you, just ignore this mail: you will not hear from us.",
            button="Yes, write to me",
            push_title="Please confirm",
            push_body="May {{ programme }} send you news and offers?",
        ),
    },
    rows={
        "earned": "Earned",
        "pending": "To come",
        "pending.day": "To come on {day}",
        "activated": "Yours to use now",
        "taken_back": "Taken back",
        "given_back": "Given back",
        "expiring.day": "Expires after {day}",
        "expired": "Expired",
        "tier": "Your level",
        "balance": "You have now",
    },
    rewards={
        "amount_off": "{money} off",
        "percent_off": "{percent}% off",
        "free_product": "a free product",
        "free_shipping": "free shipping",
        "donation": "a donation to {charity}",
    },
    sentences={
        "voucher": "Good through {day}",
        "voucher.for_ever": "It does not expire",
        "why.service": "You get this mail because you are a member of {programme}.",
        "why.marketing": "You get this mail because you are a member of {programme} and agreed to news and offers.",
        "why.confirmation": "You get this mail because your address was given to {programme}.",
        "preferences": "Choose what we write to you about, or unsubscribe",
    },
)
