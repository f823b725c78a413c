/**
 * Where the statements of a document stand below it: a place that ends so is a list of statements, one after the other.
 * A lone statement is its document, and inside text no pointer leads.
 */
export function statementList(document: unknown): string {
  return typeof document === 'object' && document !== null && 'Statement' in document && Array.isArray(document.Statement)
    ? '/Statement'
    : '';
}
