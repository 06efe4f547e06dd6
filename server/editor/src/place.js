// Where in a query its end is: what may be written there.

/** A word, a sign, a text, an IRI or a comment of a query. */
export const TOKEN = new RegExp(
  [
    "#[^\\n]*",
    '"""(?:[^"\\\\]|\\\\.|"{1,2}(?!"))*(?:""")?',
    "'''(?:[^'\\\\]|\\\\.|'{1,2}(?!'))*(?:''')?",
    '"(?:[^"\\\\\\n]|\\\\.)*(?:"|(?=\\n)|$)',
    "'(?:[^'\\\\\\n]|\\\\.)*(?:'|(?=\\n)|$)",
    '<[^<>"{}|^`\\\\\\s]*(?:>|$)',
    "[?$][\\p{L}\\p{N}_]+",
    "(?:\\p{L}[\\p{L}\\p{N}_.-]{0,99})?:[\\p{L}\\p{N}_.:%\\\\-]*",
    "@[\\w-]+",
    "\\^\\^",
    "[\\p{L}_][\\p{L}\\p{N}_-]*",
    "\\d[\\w.]*",
    "\\S",
  ].join("|"),
  "gsu",
);
const NAME = /^(?:[?$:]|[\p{L}_])/u;
const CLOSING = { "}": "{", ")": "(", "]": "[" };
const TYPE = /^(?:a|rdf:type|<http:\/\/www\.w3\.org\/1999\/02\/22-rdf-syntax-ns#type>)$/;

/**
 * Say what may be written at the end of a text: "subject", "predicate", "object" or "class" of a
 * triple, "expression", "values", "prefix" after that word, "outside" of any brace; null inside
 * a comment, a string or an IRI. `depth` is the number of braces that are open, `predicate` that of
 * the triple, where an object may be written.
 */
export function placeOf(text) {
  const open = [];
  let top = { sign: "", slot: 0, predicate: "", values: false };
  let word = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (isOpen(token, text)) return null;
    if (token.startsWith("#") || token.startsWith("@") || token === "^^") continue;
    if ("{([".includes(token)) {
      open.push(top);
      const values = word === "VALUES" || (top.values && token !== "[");
      top = { sign: token, slot: token === "[" ? 1 : 0, predicate: "", values };
      if (token === "{") word = "";
    } else if (Object.hasOwn(CLOSING, token)) {
      if (!open.length) continue;
      top = open.pop();
      if (token === "}") top.slot = 0;
      else if (token === "]" || top.slot === 1) advance(top, "");
    } else if (/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(token) && token !== "a") {
      const upper = token.toUpperCase();
      if (upper === "TRUE" || upper === "FALSE") advance(top, token);
      else if (top.sign === "{") top.slot = 0;
      word = upper === "VALUES" || upper === "PREFIX" ? upper : "";
    } else {
      punctuate(top, token);
      if (token.startsWith("<")) word = word === "PREFIX" ? "" : word;
    }
  }
  return {
    kind: kindOf(top, word),
    predicate: top.slot === 2 ? top.predicate : "",
    depth: [...open, top].filter((each) => each.sign === "{").length,
  };
}

/** Return the variable, prefixed name or word that a text ends with; it may be empty. */
export function nameBefore(text) {
  const last = [...text.matchAll(TOKEN)].at(-1);
  const ends = last && last.index + last[0].length === text.length;
  return ends && NAME.test(last[0]) ? last[0] : "";
}

function isOpen(token, text) {
  if (!text.endsWith(token)) return false;
  if (token.startsWith("#")) return true;
  if (token.startsWith("<")) return token.length > 1 && !token.endsWith(">");
  const quote = /^("""|'''|"|')/.exec(token)?.[0];
  return Boolean(quote) && (token.length < 2 * quote.length || !token.endsWith(quote));
}

function punctuate(top, token) {
  if (token === ".") top.slot = 0;
  else if (token === ";") top.slot = 1;
  else if (token === ",") top.slot = 2;
  else if ("/|^".includes(token) && top.slot > 0) top.slot = top.slot === 2 ? 1 : top.slot;
  else if (!"*+?!=<>-&".includes(token)) advance(top, token);
}

function advance(top, token) {
  if (top.slot === 1) top.predicate = token;
  top.slot = Math.min(top.slot + 1, 3);
}

function kindOf(top, word) {
  if (word === "PREFIX") return "prefix";
  if (top.values) return "values";
  if (top.sign === "(") return "expression";
  if (top.sign === "") return "outside";
  if (top.slot === 2 && TYPE.test(top.predicate)) return "class";
  return ["subject", "predicate", "object", "subject"][top.slot];
}
