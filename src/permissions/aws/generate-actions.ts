// Placeholder entry, replaced by the table generator.
export {};
