// What an address says in percent signs, as people read it: an address that somebody mistyped stays as it is.

export function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
