// Addresses of queries, as short as they can be and safe to paste.

/** The longest address worth sharing, in characters: servers and messages cut longer ones. */
export const LONGEST = 6000;

const KEPT = {
  "%2F": "/",
  "%3A": ":",
  "%3F": "?",
  "%2C": ",",
  "%3B": ";",
  "%40": "@",
  "%24": "$",
  "%3D": "=",
  "%20": "+",
};
/** Signs that whoever pastes a link may lose at its end. */
const LAST = "+?,;:@$=/";
const UNSAFE = /['()*!]/g;

/** Return the address of the page that answers some parameters, each to the letter. */
export function linkTo(parameters) {
  const pairs = [...parameters].map(([name, value]) => `${name}=${encode(value)}`);
  return pairs.length ? `/sparql?${pairs.join("&")}` : "/sparql";
}

function encode(value) {
  const escaped = encodeURIComponent(value).replace(
    UNSAFE,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const kept = escaped.replace(/%(?:2F|3A|3F|2C|3B|40|24|3D|20)/g, (code) => KEPT[code]);
  let end = kept.length;
  while (end && LAST.includes(kept[end - 1])) end -= 1;
  return kept.slice(0, end) + encodeURIComponent(kept.slice(end).replaceAll("+", " "));
}
