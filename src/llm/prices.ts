// Prices of tokens.

/**
 * USD per million tokens. `cachedInput` and `cacheWrite` default to `input`.
 */
export interface Price {
  input: number;
  cachedInput?: number;
  cacheWrite?: number;
  output: number;
}

export interface Tokens {
  in: number;
  /** The part of `in` that the provider read from its own cache. */
  inCached: number;
  /** The part of `in` that it wrote to that cache. */
  inWritten: number;
  out: number;
}

/** Since GPT-5.6, OpenAI charges 1.25 times the input price for writing to its cache. */
const writing = (input: number, cachedInput: number, output: number): Price => ({
  input,
  cachedInput,
  cacheWrite: input * 1.25,
  output,
});

/**
 * OpenAI's standard prices (no batch, flex or fast tier), as of 2026-11-26, from developers.openai.com/api/docs/pricing
 * and price lists that quote it. Ignores the surcharge on prompts above 272,000 tokens, because the cost is an estimate
 * and the `prices` setting overrides it.
 */
const KNOWN_PRICES: Record<string, Price> = {
  'gpt-6.2-astra': writing(8, 0.4, 40),
  'gpt-6.2-sol': writing(2, 0.1, 10),
  'gpt-6.1-sol': writing(2, 0.1, 10),
  'gpt-6.1-terra': writing(1, 0.05, 5),
  'gpt-6-astra': writing(10, 1, 50),
  'gpt-6-sol': writing(2, 0.2, 10),
  'gpt-6-luna': writing(0.1, 0.01, 0.5),
  // Its list price; 4, 0.40 and 20 were valid only until 2026-11-21.
  'gpt-5.6-sol': writing(5, 0.5, 30),
  'gpt-5.6-terra': writing(2, 0.2, 12),
  'gpt-5.6-luna': writing(0.2, 0.02, 1.2),
  'gpt-5.5-pro': { input: 30, output: 180 },
  'gpt-5.5': { input: 5, cachedInput: 0.5, output: 30 },
  'gpt-5.4-pro': { input: 30, output: 180 },
  'gpt-5.4-mini': { input: 0.75, cachedInput: 0.075, output: 4.5 },
  'gpt-5.4-nano': { input: 0.2, cachedInput: 0.02, output: 1.25 },
  'gpt-5.4': { input: 2.5, cachedInput: 0.25, output: 15 },
  'gpt-5.2-pro': { input: 21, output: 168 },
  'gpt-5.2': { input: 1.75, cachedInput: 0.175, output: 14 },
  'gpt-5.1': { input: 1.25, cachedInput: 0.125, output: 10 },
  'gpt-5-pro': { input: 15, output: 120 },
  'gpt-5-mini': { input: 0.25, cachedInput: 0.025, output: 2 },
  'gpt-5-nano': { input: 0.05, cachedInput: 0.005, output: 0.4 },
  'gpt-5': { input: 1.25, cachedInput: 0.125, output: 10 },
  'gpt-4.1-mini': { input: 0.4, cachedInput: 0.1, output: 1.6 },
  'gpt-4.1-nano': { input: 0.1, cachedInput: 0.025, output: 0.4 },
  'gpt-4.1': { input: 2, cachedInput: 0.5, output: 8 },
  'gpt-4o-mini': { input: 0.15, cachedInput: 0.075, output: 0.6 },
  'gpt-4o': { input: 2.5, cachedInput: 1.25, output: 10 },
  'o4-mini': { input: 1.1, cachedInput: 0.275, output: 4.4 },
  'o3-pro': { input: 20, output: 80 },
  o3: { input: 2, cachedInput: 0.5, output: 8 },
};

/**
 * The price of a model: its own entry, else that of the longest family that its name continues after a dash
 * (`gpt-5-mini-2025-08-07` → `gpt-5-mini`). Ignores a gateway's prefix (`openai/…`). `overrides` take precedence.
 */
export function findPrice(model: string, overrides: Record<string, Price> = {}): Price | undefined {
  return findFamily(model, overrides) ?? findFamily(model.replace(/^openai\//, ''), KNOWN_PRICES);
}

function findFamily(model: string, prices: Record<string, Price>): Price | undefined {
  const families = Object.keys(prices).filter((name) => model === name || model.startsWith(`${name}-`));
  const longest = families.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : prices[longest];
}

/** Dollars for these tokens; 0 if the price is unknown. */
export function costOf(tokens: Tokens, price: Price | undefined): number {
  if (!price) return 0;
  const { input, cachedInput = input, cacheWrite = input, output } = price;
  const plain = tokens.in - tokens.inCached - tokens.inWritten;
  const asked = plain * input + tokens.inCached * cachedInput + tokens.inWritten * cacheWrite;
  return (asked + tokens.out * output) / 1_000_000;
}
