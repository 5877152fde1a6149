/** The normal form of package, extra and group names: PEP 503. */
export function normalizeName(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}

/** Whether the text is a name at all: PEP 508's `identifier`. */
export function isValidName(text: string): boolean {
  return /^[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?$/i.test(text);
}
