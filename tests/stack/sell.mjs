// One sale by the compiled checkout.ts beside this file: its settings are the argument, how it ended is printed.
import { checkOut, Declined, Refused, Tessera, Unreachable } from "./checkout.js";

const told = JSON.parse(process.argv[2]);
const sale = { ended: "", charged: [], order: null, awarded: null, waited_seconds: [] };
const pause = async (ms) => void sale.waited_seconds.push(ms / 1000);
const tessera = new Tessera(told.apiUrl, told.token, { timeoutMs: told.timeoutMs, pause });

async function charge(amount) {
  sale.charged.push(amount);
  if (!told.cardIsGood) throw new Declined();
}

try {
  sale.order = await checkOut(tessera, told.memberId, told.cart, told.redemptionId, charge);
  sale.awarded = await tessera.award(told.orderId, sale.order);
  sale.ended = "sold";
} catch (failure) {
  if (failure instanceof Refused) sale.ended = failure.code;
  else if (failure instanceof Declined) sale.ended = "declined";
  else if (failure instanceof Unreachable) sale.ended = "unreachable";
  else throw failure;
}
console.log(JSON.stringify(sale));
