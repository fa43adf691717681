/** A name as Route 53 keeps it: in lower case, with the last dot, its wildcard escaped. */
export function keptName(given: string): string {
  const name = given.toLowerCase().replaceAll("*", "\\052");
  return name.endsWith(".") ? name : `${name}.`;
}

/** What lists are ordered by: the name with its labels reversed, e.g. "com.example.www.". */
export function sortKey(name: string): string {
  return `${keptName(name).slice(0, -1).split(".").reverse().join(".")}.`;
}
