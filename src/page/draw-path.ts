import cytoscape from 'cytoscape';
import type { StepRow } from '../reporters/html-rows.ts';

const lines: Readonly<Record<string, 'solid' | 'dashed' | 'dotted'>> = { confirmed: 'solid', conditional: 'dashed', possible: 'dotted' };

/** Room for a node and what is said of the step to the next, in pixels. */
const down = 110;

/** Draws steps into an element, from the top down: so that what is said of a step can be read however many there are. */
export function drawPath(into: HTMLElement, steps: readonly StepRow[], nameOf: (id: string) => string): void {
  into.hidden = false;
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const nodes = [...new Set(steps.flatMap(([from, to]) => [from, to]))];
  into.setAttribute('role', 'img');
  into.setAttribute('aria-label', nodes.map(nameOf).join(', then '));
  into.style.height = `${nodes.length * down}px`;
  const drawn = cytoscape({
    container: into,
    elements: [
      ...nodes.map((id, i) => ({
        data: { id, label: short(nameOf(id), 34), wide: widthOf(nameOf(id)) },
        position: { x: 0, y: i * down },
      })),
      ...steps.map(([source, target, certainty, reason], i) => ({
        data: { id: `step ${i}`, source, target, label: short(reason, 140), line: lines[certainty] ?? 'dotted' },
      })),
    ],
    style: [
      {
        selector: 'node',
        style: {
          label: 'data(label)',
          shape: 'round-rectangle',
          width: 'data(wide)',
          height: '28px',
          'text-valign': 'center',
          'font-size': '13px',
          color: color('--ink'),
          'background-color': color('--soft'),
          'border-width': 1,
          'border-color': color('--dim'),
        },
      },
      {
        selector: 'edge',
        style: {
          label: 'data(label)',
          'font-size': '11px',
          'text-wrap': 'wrap',
          'text-max-width': '300px',
          'text-background-color': color('--paper'),
          'text-background-opacity': 1,
          color: color('--dim'),
          width: 1.5,
          'curve-style': 'bezier',
          'line-color': color('--dim'),
          'line-style': 'data(line)' as 'solid',
          'target-arrow-color': color('--dim'),
          'target-arrow-shape': 'triangle',
        },
      },
    ],
    layout: { name: 'preset' },
    userZoomingEnabled: false,
    autoungrabify: false,
  });
  drawn.fit(undefined, 24);
  // A short path is not blown up.
  if (drawn.zoom() > 1) drawn.zoom(1).center();
}

function short(text: string, atMost: number): string {
  return text.length > atMost ? `${text.slice(0, atMost - 1)}…` : text;
}

/** About as wide as the text: 7.5 pixels a character at 13 pixels. */
function widthOf(text: string): number {
  return Math.min(text.length, 34) * 7.5 + 24;
}
