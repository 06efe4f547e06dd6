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
const UNSAFE = /['()*!]/g;

/** Return the address of the page that answers some parameters, a query without its last spaces. */
export function linkTo(parameters) {
  const pairs = [...parameters].map(
    ([name, value]) => `${name}=${encode(name === "query" ? value.trimEnd() : value)}`,
  );
  return pairs.length ? `/sparql?${pairs.join("&")}` : "/sparql";
}

function encode(value) {
  const escaped = encodeURIComponent(value).replace(
    UNSAFE,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return escaped.replace(/%(?:2F|3A|3F|2C|3B|40|24|3D|20)/g, (code) => KEPT[code]);
}
