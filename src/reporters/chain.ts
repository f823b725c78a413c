import type { Edge, Path } from '../graph/graph.ts';
import { plain } from './escape.ts';
import { place, shortPlace } from './place.ts';

/**
 * A path as one line: the names on it, with an escalation's technique between who uses it and what is gained:
 * `Claude Code → aws-admin → ci-deploy → (iam-008 iam:AttachUserPolicy on itself) → administrator of 123456789012`.
 */
export function chain(path: Path, nameOf: (id: string) => string, arrow: string): string {
  const parts = [plain(nameOf(path.from))];
  for (const step of path.steps) {
    if (step.technique !== undefined) parts.push(`(${plain(step.technique)} ${plain(step.reason)})`);
    parts.push(plain(nameOf(step.to)));
  }
  return `${parts.join(` ${arrow} `)}${levelOfEnd(path)}`;
}

/** The names on a path alone: `Claude Code → aws-deploy → ci-deploy → lambda-maintenance (admin)`. */
export function route(path: Path, nameOf: (id: string) => string, arrow: string): string {
  const names = [path.from, ...path.steps.map((step) => step.to)].map((id) => plain(nameOf(id)));
  return `${names.join(` ${arrow} `)}${levelOfEnd(path)}`;
}

const placesShown = 2;

/** One step in words, with the places that prove it: `holds AKIA… of ci-deploy [.mcp.json:8:30]`. */
export function stepText(step: Edge, { short = false } = {}): string {
  const places = [...new Set(step.evidence.map(short ? shortPlace : place))];
  const shown = places.slice(0, placesShown).join(', ');
  const more = places.length > placesShown ? ` and ${places.length - placesShown} more` : '';
  const technique = step.technique === undefined ? '' : `${plain(step.technique)}: `;
  return `${technique}${plain(step.reason)}${places.length === 0 ? '' : ` [${shown}${more}]`}`;
}

function levelOfEnd(path: Path): string {
  return path.level === 'unknown' || path.to.startsWith('class:') ? '' : ` (${path.level})`;
}
