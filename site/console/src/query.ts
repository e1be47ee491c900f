/** Small edits of a query's text, as a click on a facet value makes them. */

/** Writes a value so that the query language reads it as one exact value. */
export function quoted(value: string): string {
  return /^[\p{L}\p{N}_.\-/]+$/u.test(value) && !/^(and|or|not|to)$/i.test(value)
    ? value
    : `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function term(field: string, value: string, negated: boolean): string {
  return `${negated ? "-" : ""}${field}:${quoted(value)}`;
}

function terms(query: string): string[] {
  return query.match(/(?:[^\s"(]|"(?:\\.|[^"\\])*")+|\(|\s+/gu) ?? [];
}

/** Whether the query has the term at its top level, word for word. */
export function hasTerm(query: string, field: string, value: string, negated = false): boolean {
  return terms(query).includes(term(field, value, negated));
}

/** Adds the term, or takes it away when it is there; its opposite goes in any case. */
export function toggleTerm(query: string, field: string, value: string, negated = false): string {
  const wanted = term(field, value, negated);
  const opposite = term(field, value, !negated);
  const had = hasTerm(query, field, value, negated);
  const kept = terms(query)
    .filter((part) => part !== wanted && part !== opposite)
    .join("")
    .trim()
    .replaceAll(/\s+/g, " ");
  if (had) return kept;
  // An "or" at the top level would swallow an added term, so the old query is bracketed first.
  const base = /\sor\s|\|\|/i.test(kept) && !/^\(.*\)$/.test(kept) ? `(${kept})` : kept;
  return base ? `${base} ${wanted}` : wanted;
}
