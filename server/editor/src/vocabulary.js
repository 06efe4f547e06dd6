// What the server knows of the data: its terms, fetched once, and its things, looked up by a text.

const NOTHING = { prefixes: {}, classes: [], properties: [], values: [], types: {} };
const REMEMBERED = 50;

export class Vocabulary {
  #terms;
  #found = new Map();

  constructor({ vocabulary, suggestions, judgement }) {
    this.addresses = { terms: vocabulary, suggestions, judgement };
  }

  /** Return prefixes, terms and values of code lists; nothing where the server has none. */
  terms() {
    this.#terms ??= fetchJson(this.addresses.terms).then((terms) => terms ?? NOTHING);
    return this.#terms;
  }

  /** Return what a text may be the name of, of some types or of any, as `{iri, label, type}`. */
  things(text, types) {
    const asked = new URLSearchParams([["q", text], ...types.map((type) => ["type", type])]);
    const key = asked.toString();
    if (!this.#found.has(key)) {
      if (this.#found.size >= REMEMBERED) this.#found.clear();
      const found = fetchJson(`${this.addresses.suggestions}?${key}`);
      this.#found.set(
        key,
        found.then((things) => things ?? []),
      );
    }
    return this.#found.get(key);
  }

  /** Return what the server says of a query before it is run, null where it says nothing. */
  judge(query) {
    const body = new URLSearchParams({ query });
    return fetchJson(this.addresses.judgement, { method: "POST", body });
  }
}

async function fetchJson(address, options = {}) {
  try {
    const headers = { Accept: "application/json" };
    const response = await fetch(address, { headers, ...options });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
