// Tessera at the checkout of a shop, with fetch alone: Node 18 and newer, Deno, Bun, workers.

export type Line = { line_id: string; sku: string; quantity: number; unit_price: string; kind?: string };
export type Cart = { lines: Line[]; discount?: string };
export type Applied =
  | { wallet: "points" | "cashback"; amount: number | string; value: string }
  | { voucher: string; value: string }
  | { tier: string; value: string }
  | { membership: string; value: string };
export type Price = { total: string; to_pay: string; applied: Applied[] };
export type Wanted = { points?: number; cashback?: string; vouchers?: string[] };
export type Order = Cart & { member_id: string; placed_at: string; redemption_id?: string };
export type Awarded = { order_id: string; awards: { wallet: string; amount: number | string; state: string }[] };
export type Problem = { status: number; code: string; detail: string; errors: { path: string; message: string }[] };
export type Settings = { timeoutMs: number; attemptsMax: number; pause: (ms: number) => Promise<void> };

const SEND_AGAIN = ["busy", "too_many_requests"];
const SETTINGS: Settings = {
  timeoutMs: 5_000,
  attemptsMax: 5,
  pause: (ms) => new Promise((resume) => setTimeout(resume, ms)),
};

/** The member's payment failed: thrown by the shop's own `charge`. */
export class Declined extends Error {}

/** No answer came, however often it was asked. What was sent may count all the same, so send just that again. */
export class Unreachable extends Error {}

/** Tessera says no, and nothing has changed. Decide by `code`; the sentences are for people. */
export class Refused extends Error {
  readonly code: string;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.code = problem.code;
    this.problem = problem;
  }
}

/** The API, with a shop token of the scope `checkout`. Whatever may be sent again is, with the same ids. */
export class Tessera {
  readonly #apiUrl: string;
  readonly #token: string;
  readonly #settings: Settings;

  constructor(apiUrl: string, token: string, settings: Partial<Settings> = {}) {
    this.#apiUrl = apiUrl;
    this.#token = token;
    this.#settings = { ...SETTINGS, ...settings };
  }

  /** The best that the member may use on this cart. */
  quote(memberId: string, cart: Cart): Promise<Price> {
    return this.#ask("POST", "/quotes", { member_id: memberId, cart, use: "best" });
  }

  /** Points, cashback and vouchers are put aside for some minutes; what it then costs is `to_pay`. */
  reserve(redemptionId: string, wanted: Wanted & { member_id: string; cart: Cart }): Promise<Price> {
    return this.#ask("PUT", `/redemptions/${encodeURIComponent(redemptionId)}`, wanted);
  }

  /** Everything that was put aside is back. */
  release(redemptionId: string): Promise<unknown> {
    return this.#ask("POST", `/redemptions/${encodeURIComponent(redemptionId)}/release`);
  }

  /** The paid order earns, and burns what its `redemption_id` had put aside. */
  award(orderId: string, order: Order): Promise<Awarded> {
    return this.#ask("PUT", `/orders/${encodeURIComponent(orderId)}`, order);
  }

  async #ask<Answer>(verb: string, path: string, body?: unknown): Promise<Answer> {
    let waitMs = 0;
    for (let attempt = 0; attempt < this.#settings.attemptsMax; attempt++) {
      await this.#settings.pause(waitMs);
      waitMs = 200 * 2 ** attempt;
      try {
        const answer = await this.#send(verb, path, body);
        if (answer.ok) return (await answer.json()) as Answer;
        const problem = await problemOf(answer);
        if (answer.status < 500 && problem && !SEND_AGAIN.includes(problem.code)) throw new Refused(problem);
        waitMs = 1_000 * Number(answer.headers.get("Retry-After") ?? waitMs / 1_000);
      } catch (failure) {
        if (failure instanceof Refused) throw failure;
        // timed out or cut off: whether it counted nobody knows, and the same id makes it count once
      }
    }
    throw new Unreachable(`${verb} ${path}`);
  }

  #send(verb: string, path: string, body: unknown): Promise<Response> {
    return fetch(this.#apiUrl + path, {
      method: verb,
      headers: { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(this.#settings.timeoutMs),
    });
  }
}

/**
 * The member pays what wallets and vouchers leave of the cart, by `charge`; the paid order, to be kept and awarded.
 *
 * `redemptionId` is one for each attempt to pay. Throws Declined, and then all that was put aside is back; Refused or
 * Unreachable, and then nothing was charged.
 */
export async function checkOut(
  tessera: Tessera,
  memberId: string,
  cart: Cart,
  redemptionId: string,
  charge: (amount: string) => Promise<void>,
): Promise<Order> {
  const quote = await tessera.quote(memberId, cart);
  const wanted = wantedOf(quote.applied);
  const held = wanted && (await tessera.reserve(redemptionId, { member_id: memberId, cart, ...wanted }));
  const price = held ?? quote;
  try {
    await charge(price.to_pay);
  } catch (failure) {
    if (failure instanceof Declined && held) await putBack(tessera, redemptionId);
    throw failure;
  }
  const placed = { member_id: memberId, placed_at: new Date().toISOString() };
  const order = { ...placed, ...cart, discount: discountOf(cart, price) };
  return held ? { ...order, redemption_id: redemptionId } : order;
}

/** What a reservation has to name of what a quote applies; nothing for what needs none. */
function wantedOf(applied: Applied[]): Wanted | undefined {
  const units = applied.flatMap((each) => ("wallet" in each ? [[each.wallet, each.amount] as const] : []));
  const codes = applied.flatMap((each) => ("voucher" in each ? [each.voucher] : []));
  if (!units.length && !codes.length) return undefined;
  return { ...Object.fromEntries(units), ...(codes.length ? { vouchers: codes } : {}) };
}

/** The shop's own discount, and that of the member's tier or membership, which the shop passes on as its own. */
function discountOf(cart: Cart, price: Price): string {
  const passedOn = price.applied.filter((each) => "tier" in each || "membership" in each);
  return sum([cart.discount ?? "0.00", ...passedOn.map((each) => each.value)]);
}

/** Decimal strings added up as integers, for no float is exact. */
function sum(amounts: string[]): string {
  const parts = amounts.map((amount) => amount.split("."));
  const digits = Math.max(...parts.map(([, fraction = ""]) => fraction.length));
  const units = parts.map(([whole, fraction = ""]) => BigInt(whole + fraction.padEnd(digits, "0")));
  const total = String(units.reduce((one, other) => one + other)).padStart(digits + 1, "0");
  return digits ? `${total.slice(0, -digits)}.${total.slice(-digits)}` : total;
}

/** A reservation that cannot be released lapses by itself. */
async function putBack(tessera: Tessera, redemptionId: string): Promise<void> {
  try {
    await tessera.release(redemptionId);
  } catch (failure) {
    if (!(failure instanceof Unreachable)) throw failure;
  }
}

/** What the API says is wrong (RFC 9457); nothing for what somebody between us and it has answered. */
async function problemOf(answer: Response): Promise<Problem | undefined> {
  const isProblem = answer.headers.get("Content-Type")?.startsWith("application/problem+json");
  return isProblem ? ((await answer.json()) as Problem) : undefined;
}
