import { Chalk, type ChalkInstance } from 'chalk';
import type { Severity } from '../findings/finding.ts';
import type { Certainty } from '../graph/graph.ts';
import type { Level } from '../permissions/power.ts';
import type { RenderOptions } from './reporter.ts';

/** How text for people looks on one output: its width, its colours, and the characters it may use. */
export interface Style {
  readonly width: number;
  readonly paint: ChalkInstance;
  /** Plain ASCII where the output is not a terminal. */
  readonly arrow: string;
  readonly ellipsis: string;
}

/** Columns where the output is not a terminal. */
const pipedWidth = 100;
const narrowest = 40;

export function styleFor(options: RenderOptions): Style {
  const terminal = options.width !== undefined;
  return {
    width: Math.max(options.width ?? pipedWidth, narrowest),
    // A fixed level, so that the same report gives the same bytes on every terminal.
    paint: new Chalk({ level: options.color ? 1 : 0 }),
    arrow: terminal ? '→' : '->',
    ellipsis: terminal ? '…' : '...',
  };
}

export function paintSeverity(style: Style, severity: Severity, text: string): string {
  const { paint } = style;
  const painters = {
    critical: paint.red.bold,
    high: paint.red,
    medium: paint.yellow,
    low: paint.cyan,
    info: paint.dim,
  } as const satisfies Record<Severity, ChalkInstance>;
  return painters[severity](text);
}

export function paintCertainty(style: Style, certainty: Certainty, text: string): string {
  const { paint } = style;
  const painters = { confirmed: paint.red, conditional: paint.yellow, possible: paint.dim } as const satisfies Record<
    Certainty,
    ChalkInstance
  >;
  return painters[certainty](text);
}

export function paintLevel(style: Style, level: Level | 'unknown', text: string): string {
  const { paint } = style;
  switch (level) {
    case 'admin':
      return paint.red.bold(text);
    case 'escalate':
      return paint.red(text);
    case 'sensitive':
      return paint.yellow(text);
    case 'unknown':
      return paint.magenta(text);
    default:
      return text;
  }
}
