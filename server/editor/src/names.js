// How things are named in a query: prefixes, their declarations, and words to look them up by.

import { TOKEN } from "./place.js";

const DECLARATION = /^[ \t]*(?:PREFIX\s+([^\s:]*):\s*<[^<>\s]*>|BASE\s*<[^<>\s]*>)[ \t]*\.?/gim;
const HEADER = /^(?:[ \t]*(?:#[^\n]*)?\n)*/;
const LOCAL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?$/u;

/** Return a text without marks and capitals, as the data's own search reads it. */
export function fold(text) {
  const parted = text.replace(/œ/gi, "oe").replace(/æ/gi, "ae").normalize("NFKD");
  return parted.replace(/\p{M}/gu, "").toLowerCase();
}

/** Return the prefixed name of an IRI, with the longest of the prefixes, else the IRI in <>. */
export function nameOf(iri, prefixes) {
  let best = ["", ""];
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    const fits = iri.startsWith(namespace) && LOCAL.test(iri.slice(namespace.length));
    if (fits && namespace.length > best[1].length) best = [prefix, namespace];
  }
  return best[1] ? `${best[0]}:${iri.slice(best[1].length)}` : `<${iri}>`;
}

/** Return the change that declares the prefix of a name, null if it has none or is declared. */
export function declaring(name, text, prefixes) {
  const prefix = /^([\p{L}][\p{L}\p{N}_.-]*):/u.exec(name)?.[1];
  const declarations = [...text.matchAll(DECLARATION)];
  if (
    !prefix ||
    !Object.hasOwn(prefixes, prefix) ||
    declarations.some((each) => each[1] === prefix)
  ) {
    return null;
  }
  const line = `PREFIX ${prefix}: <${prefixes[prefix]}>`;
  const last = declarations.at(-1);
  if (last) return { from: last.index + last[0].length, insert: `\n${line}` };
  return { from: HEADER.exec(text)[0].length, insert: `${line}\n` };
}

/**
 * Return the change that declares each prefix that a text uses and has not declared; all those that
 * are known where it uses none; null where nothing is missing. `names` are those it declares.
 */
export function declaringAll(text, prefixes) {
  const declared = [...text.matchAll(DECLARATION)].map((each) => each[1]);
  const words = [...text.matchAll(TOKEN)].map(([token]) => token);
  const used = words.flatMap((token) => /^(\p{L}[\p{L}\p{N}_.-]*|):/u.exec(token)?.[1] ?? []);
  const names = Object.keys(prefixes).filter(
    (name) => !declared.includes(name) && (used.includes(name) || !used.length),
  );
  if (!names.length) return null;
  const insert = names.map((name) => `PREFIX ${name}: <${prefixes[name]}>\n`).join("");
  return { from: HEADER.exec(text)[0].length, insert, names };
}

/** Return where a name stands in a text, as `{from, to}`; not where it is a part of another. */
export function placesOf(name, text) {
  return [...text.matchAll(TOKEN)]
    .filter(([token]) => token === name)
    .map(({ index }) => ({ from: index, to: index + name.length }));
}
