// What is proposed while a query is written: variables, terms and things of the data, keywords.

import { pickedCompletion, startCompletion } from "@codemirror/autocomplete";

import { declaring, fold, nameOf } from "./names.js";
import { nameBefore, placeOf } from "./place.js";

const TYPE = "rdf:type";
const MOST = 40;
const SHORTEST = 2;
const OF_THINGS = ["subject", "object", "values", "expression"];
const KEYWORDS = {
  outside:
    "SELECT DISTINCT WHERE PREFIX ASK CONSTRUCT DESCRIBE FROM GROUP_BY HAVING ORDER_BY LIMIT OFFSET " +
    "VALUES COUNT AS",
  subject: "FILTER OPTIONAL UNION MINUS BIND VALUES GRAPH SELECT EXISTS NOT_EXISTS",
  expression:
    "AS DISTINCT COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IF " +
    "COALESCE CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLEN SUBSTR LCASE UCASE REPLACE REGEX " +
    "CONCAT IRI isIRI isLiteral ABS ROUND YEAR IN NOT_IN EXISTS NOT_EXISTS",
};

/** Return a source of completions; `words` are the texts that they show, in `language`. */
export function completions(vocabulary, words, language) {
  return async (context) => {
    const text = context.state.sliceDoc(0, context.pos);
    const written = nameBefore(text);
    const from = context.pos - written.length;
    const place = placeOf(text.slice(0, from));
    if (!place || (!written && !context.explicit)) return null;
    const kind = place.kind;
    if (/^[?$]/.test(written)) {
      return result(from, variables(context.state.doc.toString(), written, from));
    }
    const terms = await vocabulary.terms();
    if (kind === "prefix") return result(from, declarations(terms, written));
    const property = terms.properties.find(({ name, iri }) =>
      [name, `<${iri}>`].includes(place.predicate),
    );
    const proposed = [
      ...ofValues(terms, written, kind, property, words, language),
      ...ofTerms(terms, written, kind, language),
      ...ofPrefixes(terms, written, kind),
      ...ofKeywords(written, kind),
      ...(await ofThings(vocabulary, terms, written, kind, property, words)),
    ];
    return context.aborted ? null : result(from, proposed);
  };
}

function result(from, options) {
  return options.length ? { from, options: options.slice(0, MOST), filter: false } : null;
}

function variables(text, written, from) {
  const rest = text.slice(0, from) + text.slice(from + written.length);
  const names = new Set(rest.match(/[?$][\p{L}\p{N}_]+/gu));
  return [...names].filter((name) => name.startsWith(written)).map((label) => ({ label }));
}

function declarations(terms, written) {
  const matching = Object.entries(terms.prefixes).filter(([name]) =>
    name.startsWith(written.replace(":", "")),
  );
  return matching.map(([name, iri]) => ({
    label: `${name}:`,
    detail: iri,
    apply: `${name}: <${iri}>`,
  }));
}

function ofTerms(terms, written, kind, language) {
  const pools = {
    predicate: [terms.properties],
    class: [terms.classes],
    expression: [],
    subject: [],
  };
  const pool = (
    pools[kind] ?? (written.includes(":") ? [terms.classes, terms.properties] : [])
  ).flat();
  const ranked = pool
    .map((term) => ({ term, rank: rankOf(term, written, language) }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank);
  return ranked.map(({ term }) => ({
    label:
      term.name === TYPE && kind === "predicate" && !written.includes(":")
        ? "a"
        : nameOf(term.iri, terms.prefixes),
    detail: term.label[language] ?? term.label.fr ?? "",
    info: term.definition[language] ?? term.definition.fr,
    apply: insertName(terms.prefixes),
  }));
}

/** Return the values of code lists: those that a property has, else those that are written. */
function ofValues(terms, written, kind, property, words, language) {
  const ofProperty = terms.values.filter((value) => value.class === property?.range);
  const isNamed = written.includes(":") || written.length >= SHORTEST;
  if (!OF_THINGS.includes(kind) || !(ofProperty.length || isNamed)) return [];
  const ranked = (ofProperty.length ? ofProperty : terms.values)
    .map((value) => ({ value, rank: rankOfValue(value, written, language) }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank);
  return ranked.map(({ value }) => ({
    label: value.name,
    detail: value.label[language] ?? value.label.fr ?? "",
    section: { name: words.values, rank: 0 },
    apply: insertName(terms.prefixes),
  }));
}

function rankOfValue(value, written, language) {
  const names = [value.label, ...value.others.map((text) => ({ fr: text }))];
  return Math.max(
    ...names.map((label) => rankOf({ name: value.name, label }, written, language)),
    ...Object.keys(value.label).map((other) => rankOf(value, written, other)),
  );
}

/** Return how well a term answers to what is written: 0 is not at all. */
function rankOf(term, written, language) {
  const [prefix, local] = written.includes(":") ? written.split(":") : [null, written];
  if (prefix !== null && !term.name.startsWith(`${prefix}:`)) return 0;
  const wanted = fold(local);
  const name = fold(term.name.split(":").at(-1));
  const label = fold(term.label[language] ?? term.label.fr ?? "");
  if (name.startsWith(wanted)) return 4;
  if (label.startsWith(wanted)) return 3;
  if (prefix === null && fold(term.name).startsWith(wanted)) return 2;
  return label.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted))
    ? 2
    : Number(name.includes(wanted));
}

function ofPrefixes(terms, written, kind) {
  if (kind === "outside" || written.includes(":") || !written) return [];
  const matching = Object.entries(terms.prefixes).filter(([name]) =>
    name.startsWith(fold(written)),
  );
  return matching.map(([name, iri]) => ({
    label: `${name}:`,
    detail: iri,
    apply(view, completion, from, to) {
      insertName(terms.prefixes)(view, completion, from, to);
      startCompletion(view);
    },
  }));
}

function ofKeywords(written, kind) {
  const names = (KEYWORDS[kind] ?? "")
    .split(" ")
    .map((name) => name.replace(/_(?=BY|EXISTS|IN)/, " "));
  const wanted = written.toUpperCase();
  return names
    .filter((name) => name && name.toUpperCase().startsWith(wanted))
    .map((label) => ({ label }));
}

async function ofThings(vocabulary, terms, written, kind, property, words) {
  const [prefix, local] = written.includes(":") ? written.split(":") : [null, written];
  const known = prefix === null || Object.hasOwn(terms.prefixes, prefix);
  if (!known || !OF_THINGS.includes(kind) || local.length < SHORTEST) return [];
  const namespace = prefix === null ? "" : terms.prefixes[prefix];
  const closed = terms.values.map(({ name }) => name);
  if (prefix === null && terms.values.some((value) => value.class === property?.range)) return [];
  const types = terms.types[prefix] ?? property?.types ?? [];
  const found = (await vocabulary.things(local, types))
    .map((thing) => ({ ...thing, name: nameOf(thing.iri, terms.prefixes) }))
    .filter(({ iri, name }) => iri.startsWith(namespace) && !closed.includes(name));
  return found.map((thing) => ({
    label: thing.label,
    detail: thing.name,
    section: { name: words.things, rank: 1 },
    apply: insertName(terms.prefixes, thing.name),
  }));
}

/** Return how a name is put into the query, its prefix declared where it is not yet. */
function insertName(prefixes, name) {
  return (view, completion, from, to) => {
    const insert = name ?? completion.label;
    const text = view.state.doc.toString();
    const declaration = declaring(insert, text, prefixes);
    const shift = declaration ? declaration.insert.length : 0;
    view.dispatch({
      changes: [...(declaration ? [declaration] : []), { from, to, insert }],
      selection: { anchor: from + shift + insert.length },
      annotations: pickedCompletion.of(completion),
      userEvent: "input.complete",
      scrollIntoView: true,
    });
  };
}
