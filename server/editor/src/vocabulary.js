// What the server knows of the data: its terms, fetched once, and its things, looked up by a text.

const NOTHING = { prefixes: {}, classes: [], properties: [] };
const REMEMBERED = 50;

export class Vocabulary {
  #terms;
  #found = new Map();

  constructor(terms, suggestions) {
    this.addresses = { terms, suggestions };
  }

  /** Return prefixes, classes and properties; nothing where the server has none. */
  terms() {
    this.#terms ??= fetchJson(this.addresses.terms).then((terms) => terms ?? NOTHING);
    return this.#terms;
  }

  /** Return what a text may be the name of, as `{iri, label, type}`. */
  things(text) {
    if (!this.#found.has(text)) {
      if (this.#found.size >= REMEMBERED) this.#found.clear();
      const address = `${this.addresses.suggestions}?${new URLSearchParams({ q: text })}`;
      this.#found.set(
        text,
        fetchJson(address).then((things) => things ?? []),
      );
    }
    return this.#found.get(text);
  }
}

async function fetchJson(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
