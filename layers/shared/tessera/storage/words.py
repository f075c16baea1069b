"""The words that packed JSON is primed with: papers as they usually are, the most frequent ones last, because deflate
reaches the end of its dictionary with the fewest bits.

What has been packed with these words needs them for ever, letter by letter: better ones are a number of their own.
"""

_ACCOUNT = (
    '{"enrolled":"2026-01-10","settled":"2026-02-24T09:00:00Z","orders":11,"wallets":{"points":{"lots":["shared",21,72,'
    '"never","shared until","debt":1,"expired":1,"pending":["until",14,365,7,0,"reserved":100,"last":365},"cashback":{'
    '"lots":["until",14,202,7,0,31,],"pending":["until",7,31,]}},"reservations":[["2026-02-24T09:30:00Z",[[500,'
    '"cashback",["until",null]]]],"vouchers":[["five-off",1,30,60]]}'
)
_OTHERS = (
    '"brand":"Bottega","labels":["discount":100,"kind":"shipping","membership","gift_card","deposit","tip","tags":['
    '"completed","review","donation":{"charity":"email":"wholly_refunded","lapsed"'
    '[{"wallet":"points","amount":5,"reason":"goodwill","note":"","reference":"g1"},{"entry":{"entry_id":"13-0",'
    '"at":"2026-04-01T11:00:00+02:00","kind":"adjustment","cause":"adjustment/g1","wallet":"points","amount":5,"units":5,'
    '"balance":391,"active":305,"pending":86,"reserved":0,"version":1,"text":"5 points given by adjustment g1."},'
    '[{"reward_id":"five-off","reference":"c1"},{"voucher":{"code":"A7K2P-XW3QH-9MZTB","reward_id":"five-off",'
    '"state":"issued","last_day":"2026-03-31"},[{"release":true},{"redemption_id":"x3","state":"released","applied":[],'
    '{"member_id":"anna","reservation":{"redemption_id":"x1","lapses_at":"2026-04-01T09:30:00Z","tenders":[{'
    '"value_minor":300,"wallet":"cashback","lots":[{"activates_on":"2026-01-31","last_day":"2026-07-31","units":300}]}]}}'
    '[{"points":500,"cashback":300,"vouchers":["member_id":"anna","cart":{"lines":[{"redemption_id":"x1","state":'
    '"reserved","applied":[{"wallet":"cashback","amount":"3.00","value":"3.00"},{"voucher":"CODE","value":"5.00"}],'
    '"total":"89.26","to_pay":"86.26","lapses_at":"2026-04-01T09:30:00Z"},{"state":"captured","burn":{"redemption_id":'
    '[{"order_id":"o11"},{"redemption_id":"x2","state":"captured","applied":[{"wallet":"cashback","amount":"1.00",'
    '[{"refund_id":"r1","refunded_at":"2026-03-01T09:00:00Z","lines":[{"line_id":"1","quantity":1},{"amount":100}]},'
    '{"refund_id":"r1","state":"refunded","reversed":[{"wallet":"points","amount":-5},{"wallet":"cashback","amount":'
    '"-0.25"}],"restored":[{"wallet":"cashback","amount":"1.00"}],"account":{"undone":{"refund_id":"r1","minor":[500,0],'
    '"quantity":[1,0],"reversed":[["points",5],["cashback",25]],"reversed_of_lines":[["points",[5,0]],["cashback",[25,0]]'
    '],"restored":[["cashback",100]]}}]'
)
_ORDER = (
    '[{"lines":[{"line_id":"1","sku":"SKU-1","quantity":1,"unit_price":1000,"tax":100,"categories":["women"]},{"line_id":'
    '"2","sku":"SKU-2","quantity":2,"unit_price":2000}],"placed_at":"2026-03-02T09:00:00Z","member_id":"anna",'
    '"currency":"EUR","channel":"web"},{"order_id":"o9","member_id":"anna","awards":[{"wallet":"points","amount":10,'
    '"state":"pending","activates_on":"2026-03-16","last_day":"2027-03-31"},{"wallet":"cashback","amount":"1.00","state":'
    '"active","activates_on":"2026-03-16","last_day":null}],"shadow":[],"redemption":{"redemption_id":"x1","state":'
    '"captured","applied":[],"not_covered":"0.00"},"redemption":null,"account":{"member_id":"anna","status":"active",'
    '"enrolled_on":"2026-01-10","tier":null,"wallets":{"points":{"active":200,"pending":100,"reserved":0,"available":200,'
    '"expires":[{"last_day":"2027-03-31","amount":200}],"activates":[{"day":"2026-03-16","amount":100}]},"cashback":{'
    '"active":"1.00","pending":"0.00","reserved":"0.00","available":"0.00","expires":[{"last_day":"2026-07-31","amount":'
    '"3.60"},{"last_day":"2026-08-31","amount":"7.20"}],"activates":[{"day":"2026-03-16","amount":"4.46"},{"day":'
    '"2026-03-23","amount":"4.46"}]}},"stamps":{},"vouchers":[],"segments":[],"membership":null,"referral":null}},'
    '{"awarded":{"version":1,"order_number":3,"credits":[{"wallet":"points","lines":[5,84],"rules":[["base",89]],"lot":{'
    '"activates_on":"2026-03-16","last_day":"2027-03-16","units":89,"shared":true}},{"wallet":"cashback","lines":[25,421],'
    '"rules":[["back",446]],"lot":{"activates_on":"2026-03-16","last_day":"2026-09-30","units":446}}]},"undone":[]}]'
)

WORDS_1 = (_ACCOUNT + _OTHERS + _ORDER).encode()
